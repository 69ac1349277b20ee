package org.tomoalign.job;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.HalfPlane;
import org.tomoalign.correlation.SpectralWeights;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.files.FileNames;
import org.tomoalign.mrc.MrcMode;
import org.tomoalign.mrc.MrcWriter;
import org.tomoalign.tomogram.TiltSeries;

/**
 * Writes intermediate images of the computation ({@code --diag}) under the names that RELION gives them, float32 MRC
 * stacks with one slice per tilt image.
 *
 * @param folder where to; empty: nothing is written
 */
record Diagnostics(Optional<Path> folder) {
    /** Pixels of spectra and of windows have no size on the specimen. */
    private static final double NO_PIXEL_SIZE = 1;

    /** Writes the frequency weights W (before the dose), {@code size} rows of {@code size/2 + 1} values; file order. */
    void frequencyWeights(TiltSeries series, HalfPlane plane, SpectralWeights weights) {
        if (folder.isEmpty()) {
            return;
        }
        int width = plane.width();
        int images = series.images().size();
        try (Arena arena = Arena.ofConfined();
                MrcWriter out = create("diag_" + fileName(series) + "_frq_weight.mrc", width, plane.size(), images)) {
            MemorySegment slice = AlignedSegments.floats(arena, (long) width * plane.size());
            for (int t = 0; t < images; t++) {
                for (int y = 0; y < plane.size(); y++) {
                    for (int x = 0; x < width; x++) {
                        slice.setAtIndex(ValueLayout.JAVA_FLOAT, (long) y * width + x, (float) weights.at(t, x, y));
                    }
                }
                out.writeSlice(series.images().get(t).row(), slice, 0);
            }
            out.commit();
        }
    }

    /** Writes the sum of all particles' visible windows, one slice per image in chronological order; the pool adds up. */
    void correlationSums(TiltSeries series, CorrelationStack windows, ForkJoinPool pool) {
        if (folder.isEmpty()) {
            return;
        }
        int side = WindowShape.withoutMargin(windows.range(), windows.pad()).side();
        try (Arena arena = Arena.ofConfined();
                MrcWriter out = create("CCsum_" + fileName(series) + ".mrc", side, side, windows.images())) {
            MemorySegment slice = AlignedSegments.floats(arena, (long) side * side);
            List<float[]> sums = windows.sums(pool);
            for (int t = 0; t < windows.images(); t++) {
                MemorySegment.copy(sums.get(t), 0, slice, ValueLayout.JAVA_FLOAT, 0, side * side);
                out.writeSlice(t, slice, 0);
            }
            out.commit();
        }
    }

    /**
     * Starts the correlations of whole images with their predictions, in file order.
     *
     * @return null if they are not wanted
     */
    Images wholeImages(TiltSeries series) {
        return folder.isEmpty() ? null : new Images(create("allCCs_" + fileName(series) + ".mrc", series.imageWidth(),
                series.imageHeight(), series.images().size()));
    }

    /** A stack that is written image by image, from any thread. */
    record Images(MrcWriter writer) implements AutoCloseable {
        void write(int image, MemorySegment pixels) {
            writer.writeSlice(image, pixels, 0);
        }

        void commit() {
            writer.commit();
        }

        @Override
        public void close() {
            writer.close();
        }
    }

    private MrcWriter create(String name, int width, int height, int depth) {
        return MrcWriter.create(folder.orElseThrow().resolve(name), MrcWriter.Content.STACK, width, height, depth,
                MrcMode.FLOAT32, NO_PIXEL_SIZE);
    }

    private static String fileName(TiltSeries series) {
        return FileNames.safe(series.name());
    }
}
