package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.mrc.MrcStack;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

class DiagnosticsTest {
    @TempDir
    private Path folder;

    private static TiltSeries series() {
        TiltImage image =
                new TiltImage(new ImageSource(Path.of("none"), 0), 0, 0, new Defocus(1, 1, 0), 0, 1, 0, 0);
        return new TiltSeries("a/b", 2, new Vec3(64, 64, 16), 64, 64, 1, 1, new Microscope(300, 2.7, 0.1), 3,
                List.of(image, image));
    }

    @Test
    void sumsOfWindowsAreWrittenImageByImage() {
        try (Arena arena = Arena.ofShared()) {
            CorrelationStack stack = new CorrelationStack(arena, 2, 2, WindowShape.withoutMargin(1, 1));
            for (int w = 0; w < 4; w++) {
                stack.setPosition(w, 0, 0);
                stack.slice(w).setAtIndex(ValueLayout.JAVA_FLOAT, 8 * 3 + 4, 1 << w);
            }
            new Diagnostics(Optional.of(folder)).correlationSums(series(), stack, ForkJoinPool.commonPool());
            try (MrcStack file = MrcStack.open(folder.resolve("CCsum_a_b_00017234.mrc"))) {
                assertEquals(List.of(8, 8, 2), List.of(file.width(), file.height(), file.depth()));
                MemorySegment row = arena.allocate(32);
                for (int t = 0; t < 2; t++) {
                    file.readRow(t, 3, 0, 8, row, 0);
                    assertEquals(t == 0 ? 1 + 4 : 2 + 8, row.getAtIndex(ValueLayout.JAVA_FLOAT, 4));
                }
            }
        }
    }

    @Test
    void nothingIsWrittenUnlessAskedFor() throws IOException {
        try (Arena arena = Arena.ofShared(); Stream<Path> files = Files.list(folder)) {
            new Diagnostics(Optional.empty()).correlationSums(
                    series(), new CorrelationStack(arena, 1, 2, WindowShape.withoutMargin(1, 1)), ForkJoinPool.commonPool());
            assertEquals(0, files.count());
        }
    }
}
