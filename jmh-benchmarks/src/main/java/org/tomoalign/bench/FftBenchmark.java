package org.tomoalign.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.PrunedForward2d;
import org.tomoalign.fftw.PrunedInverse2d;
import org.tomoalign.fftw.PrunedLayout;
import org.tomoalign.fftw.RealFft2d;

/** The pair of transforms of a cross-correlation image: whole, and pruned to some columns and a window of 46 rows. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class FftBenchmark {
    private static final int WINDOW = 46;

    @Param({"64", "96", "128", "192", "256", "512"})
    int size;

    /** Columns asked for, in eighths of the size: 4 is nearly all of the half spectrum. */
    @Param({"2", "3", "4"})
    int eighths;

    private Arena arena;
    private RealFft2d whole;
    private PrunedForward2d forward;
    private PrunedInverse2d inverse;
    private MemorySegment image;
    private MemorySegment spectrum;
    private MemorySegment workspace;
    private MemorySegment window;

    @Setup(Level.Trial)
    public void allocate() {
        Fftw fftw = Fftw.get();
        PrunedLayout layout = new PrunedLayout(size);
        whole = new RealFft2d(fftw, size, size);
        forward = new PrunedForward2d(fftw, size);
        inverse = new PrunedInverse2d(fftw, size);
        arena = Arena.ofConfined();
        image = AlignedSegments.bytes(arena, layout.imageBytes(size));
        spectrum = AlignedSegments.bytes(arena, layout.spectrumBytes());
        workspace = AlignedSegments.bytes(arena, layout.workspaceBytes());
        window = AlignedSegments.bytes(arena, layout.imageBytes(size));
        image.set(ValueLayout.JAVA_FLOAT, 0, 1);
    }

    @TearDown(Level.Trial)
    public void free() {
        whole.close();
        forward.close();
        inverse.close();
        arena.close();
    }

    /** RELION's way: both transforms whole. */
    @Benchmark
    public void wholePair() {
        whole.forward(image, spectrum);
        whole.inverse(spectrum, window);
    }

    @Benchmark
    public void prunedPair() {
        forward.execute(image, spectrum, size * eighths / 8, workspace);
        inverse.execute(spectrum, size * eighths / 8, (size - WINDOW) / 2, WINDOW, workspace, window);
    }

    @Benchmark
    public void prunedForward() {
        forward.execute(image, spectrum, size * eighths / 8, workspace);
    }

    @Benchmark
    public void prunedInverse() {
        inverse.execute(spectrum, size * eighths / 8, (size - WINDOW) / 2, WINDOW, workspace, window);
    }
}
