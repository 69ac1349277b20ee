package org.tomoalign.reference;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Problems;
import org.tomoalign.input.Setting;
import org.tomoalign.mrc.MrcHeader;
import org.tomoalign.mrc.MrcVolume;

/** What the maps of a reference must be: even cubes of one size, not larger than the box. */
public final class ReferenceFiles {
    /** Pixel sizes that differ by a larger fraction belong to different samplings, not to calibrations. */
    private static final double PIXEL_SIZE_TOLERANCE = 0.03;

    private ReferenceFiles() {
    }

    /**
     * Looks at the headers of the maps.
     *
     * @param box      box size, px
     * @param problems takes what makes them unusable
     * @param warnings takes a sentence if they claim another pixel size than that of the images, if both halves are the same, or
     *                 if the FSC has another number of shells than they
     */
    public static void check(
            ReferenceMap.Source source, int box, Problems problems, Consumer<String> warnings) {
        List<MrcHeader> headers = new ArrayList<>();
        for (Path map : maps(source)) {
            problems.attempt(() -> {
                MrcHeader header = MrcVolume.readHeader(map);
                requireSize(header, headers.isEmpty() ? header : headers.getFirst(), box);
                headers.add(header);
            });
        }
        if (headers.size() >= 2 && isSame(source.half1(), source.half2())) {
            warnings.accept(source.half2() + ": is the same map as the other half, " + source.half1()
                    + "; expected two independent ones, without which nothing tells noise from signal");
        }
        if (!headers.isEmpty()) {
            int shells = headers.getFirst().width() / 2 + 1;
            source.fsc().filter(fsc -> fsc.length != shells).ifPresent(fsc -> warnings.accept("reference FSC: "
                    + fsc.length + " shells, but maps of " + headers.getFirst().width() + " px have " + shells
                    + "; taken to end at the same resolution"));
            double found = headers.getFirst().pixelSize();
            double expected = source.pixelSize();
            if (found > 0 && Math.abs(found / expected - 1) > PIXEL_SIZE_TOLERANCE) {
                warnings.accept(String.format(Locale.ROOT, "%s: pixel size %.4f Å, but the tilt images have %.4f Å; "
                        + "the map must not be binned", headers.getFirst().file(), found, expected));
            }
        }
    }

    private static boolean isSame(Path a, Path b) {
        try {
            return Files.mismatch(a, b) < 0;
        } catch (IOException e) {
            // Reading them will tell.
            return false;
        }
    }

    /** Reads all maps, which finds what the headers do not tell: NaN, and compressed data that end too early. */
    public static void checkVoxels(ReferenceMap.Source source, Problems problems) {
        for (Path map : maps(source)) {
            problems.attempt(() -> {
                try (Arena arena = Arena.ofConfined()) {
                    requireContent(map, MrcVolume.read(map, arena).data());
                }
            });
        }
    }

    /** Throws {@link InputException} if there is nothing in a map or a mask: zeros. */
    private static void requireContent(Path file, MemorySegment voxels) {
        if (isConstant(voxels) && voxels.getAtIndex(ValueLayout.JAVA_FLOAT, 0) == 0) {
            throw new InputException(file + ": all voxels are 0");
        }
    }

    private static boolean isConstant(MemorySegment voxels) {
        // Each voxel against its neighbour.
        return MemorySegment.mismatch(voxels, 0, voxels.byteSize() - Float.BYTES, voxels, Float.BYTES, voxels.byteSize()) < 0;
    }

    /** Throws {@link InputException} if there is nothing in a masked map: no structure, or none within the mask. */
    static void requireContent(Path file, MaskedMap map, Optional<Path> maskFile) {
        if (map.mask() != null) {
            requireContent(maskFile.orElseThrow(), map.mask());
        }
        requireContent(file, map.voxels());
        if (isConstant(map.voxels())) {
            throw new InputException(file + ": all voxels are " + map.voxels().getAtIndex(ValueLayout.JAVA_FLOAT, 0)
                    + ", expected a map with some structure");
        }
        if (map.mask() != null && map.isZero()) {
            throw new InputException(file + ": all voxels within the mask " + maskFile.orElseThrow() + " are 0");
        }
    }

    private static List<Path> maps(ReferenceMap.Source source) {
        List<Path> maps = new ArrayList<>(List.of(source.half1(), source.half2()));
        source.mask().ifPresent(maps::add);
        return maps;
    }

    /** Throws {@link InputException} unless a map is an even cube with its axes in the usual order, as large as the first and not larger than the box. */
    static void requireSize(MrcHeader map, MrcHeader first, int box) {
        int size = map.width();
        String found = map.file() + ": found " + map.width() + " x " + map.height() + " x " + map.depth() + " voxels";
        if (map.axes() != MrcHeader.USUAL_AXES) {
            throw new InputException(map.file() + ": found columns, rows and slices along the axes "
                    + String.join(", ", Integer.toString(map.axes()).split("")) + ", expected 1, 2, 3 (x, y, z); transpose the map, "
                    + "or correct its header");
        }
        if (!map.isCube() || size % 2 != 0) {
            throw new InputException(found + ", expected a cube with an even side");
        }
        if (size != first.width()) {
            throw new InputException(found + ", expected " + first.width() + "^3 as in " + first.file());
        }
        if (size > box) {
            throw new InputException(Message.of(found, ", expected no more than ", Setting.BOX, " ", box));
        }
    }
}
