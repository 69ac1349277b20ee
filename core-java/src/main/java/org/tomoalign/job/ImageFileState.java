package org.tomoalign.job;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.TiltSeries;

/**
 * An image file when a tomogram was aligned.
 *
 * @param file   its path
 * @param length bytes
 * @param time   of its last change, ms
 * @param width  of its images, px
 * @param height of its images, px
 * @param depth  number of images that the tilt series needs to be in it
 */
record ImageFileState(String file, long length, long time, int width, int height, int depth) {
    /** Returns the files of a tilt series, in the order of their first images. */
    static List<Path> files(TiltSeries series) {
        return series.images().stream().map(image -> image.source().file()).distinct().toList();
    }

    /** Returns the state of the files of a tilt series, which exist. */
    static List<ImageFileState> of(TiltSeries series) {
        List<ImageSource> sources = series.images().stream().map(image -> image.source()).toList();
        return files(series).stream().map(file -> {
            int depth = 1 + sources.stream().filter(source -> source.file().equals(file))
                    .mapToInt(ImageSource::slice).max().orElseThrow();
            try {
                return new ImageFileState(file.toString(), Files.size(file), Files.getLastModifiedTime(file).toMillis(),
                        series.imageWidth(), series.imageHeight(), depth);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }).toList();
    }

    /** Returns whether a file, wherever it is, may be this one: a file of another length or time is another one. */
    boolean mayBe(Path other) {
        try {
            return Files.size(other) == length && Files.getLastModifiedTime(other).toMillis() == time;
        } catch (IOException e) {
            return false;
        }
    }
}
