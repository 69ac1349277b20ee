package org.tomoalign.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tomoalign.kernels.BicubicKernels;
import org.tomoalign.kernels.KernelProvider;

/** Bicubic interpolation, one point in each of many windows, batch by batch; time per point. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1, timeUnit = TimeUnit.SECONDS)
@Measurement(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class BicubicKernelsBenchmark {
    private static final int POINTS = 1000;
    private static final int BATCH = 40;
    private static final int SIDE = 46;

    @Param({"scalar", "vector"})
    public String kernels;

    private BicubicKernels bicubic;
    private Arena arena;
    private MemorySegment windows;
    private double[][] x;
    private double[][] y;
    private final double[][] result = new double[6][BATCH];

    @Setup
    public void fill() {
        bicubic = KernelProvider.named(kernels).bicubic();
        arena = Arena.ofShared();
        Random random = new Random(1);
        windows = arena.allocate(4L * SIDE * SIDE * POINTS, 64);
        for (long i = 0; i < windows.byteSize() / 4; i++) {
            windows.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() - 0.5f);
        }
        x = positions(random);
        y = positions(random);
    }

    private static double[][] positions(Random random) {
        double[][] positions = new double[POINTS / BATCH][BATCH];
        for (double[] batch : positions) {
            for (int i = 0; i < BATCH; i++) {
                batch[i] = SIDE / 2.0 + 3 * random.nextGaussian();
            }
        }
        return positions;
    }

    @TearDown
    public void free() {
        arena.close();
    }

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public double[][] valueAndGradient() {
        for (int b = 0; b < x.length; b++) {
            bicubic.valueAndGradient(
                    windows, SIDE, (long) b * BATCH, BATCH, x[b], y[b], result[0], result[1], result[2]);
        }
        return result;
    }

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public double[][] valueGradientAndHessian() {
        for (int b = 0; b < x.length; b++) {
            bicubic.valueGradientAndHessian(
                    windows, SIDE, (long) b * BATCH, BATCH, x[b], y[b], result[0], result[1], result[2], result[3],
                    result[4], result[5]);
        }
        return result;
    }
}
