package org.tomoalign.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tomoalign.input.InputException;
import org.tomoalign.mrc.MrcHeader;
import org.tomoalign.project.ImageSizes;

/**
 * The sizes of the tilt images, from their headers. In a job that continues another, the images of finished tomograms are
 * not needed any more: their files may have been shortened to their headers (zarr-particle-tools writes such ones), or be
 * gone, if a checkpoint knows their sizes. Which tomograms are finished is only known later.
 */
final class ImageHeaders implements ImageSizes {
    private final boolean continuing;
    private final Path temp;
    private final Map<Path, InputException> unusable = new HashMap<>();
    private Map<String, Size> earlier;

    /**
     * @param continuing whether some tomograms may be finished
     * @param temp       the folder of their checkpoints
     */
    ImageHeaders(boolean continuing, Path temp) {
        this.continuing = continuing;
        this.temp = temp;
    }

    @Override
    public Size of(Path file) {
        try {
            return size(MrcHeader.read(file));
        } catch (InputException e) {
            if (!continuing) {
                throw e;
            }
            Size size = promised(file).or(() -> earlier(file)).orElseThrow(() -> e);
            unusable.put(file, e);
            return size;
        }
    }

    private static Size size(MrcHeader header) {
        return new Size(header.width(), header.height(), header.depth());
    }

    private static Optional<Size> promised(Path file) {
        try {
            return Optional.of(size(MrcHeader.readAlone(file)));
        } catch (InputException e) {
            return Optional.empty();
        }
    }

    private Optional<Size> earlier(Path file) {
        if (earlier == null) {
            earlier = new HashMap<>();
            checkpoints().forEach(checkpoint -> checkpoint.images().forEach(image ->
                    earlier.put(image.file(), new Size(image.width(), image.height(), image.depth()))));
        }
        return Optional.ofNullable(earlier.get(file.toString()));
    }

    private List<Checkpoint> checkpoints() {
        if (!Files.isDirectory(temp)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(temp)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .flatMap(file -> JsonFile.read(file, Checkpoint.class).stream()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns why the pixels of a file cannot be used, if so. */
    Optional<String> problem(Path file) {
        return Optional.ofNullable(unusable.get(file)).map(InputException::getMessage);
    }
}
