package org.tomoalign.bench;

import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.MatrixKernels;

/**
 * A 512 x 512 matrix, or its transpose, times 512 x 123, on one core: 64.5 million operations (multiplications and
 * additions) per call.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class MatrixKernelsBenchmark {
    private static final int N = 512;
    private static final int COLUMNS = 123;
    private static final int ROWS = 48;
    private static final int DEPTH = 96;

    /** Which kernels. */
    @Param({"scalar", "vector"})
    public String provider;

    /** Whether the left factor is read by columns. */
    @Param({"false", "true"})
    public boolean transposed;

    private MatrixKernels kernels;
    private double[] left;
    private double[] right;
    private double[] product;

    /** Makes the matrices. */
    @Setup
    public void fill() {
        kernels = KernelProvider.named(provider).matrices();
        Random random = new Random(1);
        int width = kernels.panelWidth();
        left = random.doubles((long) N * N, -1, 1).toArray();
        right = random.doubles((long) N * ((COLUMNS + width - 1) / width) * width, -1, 1).toArray();
        product = new double[right.length];
    }

    /** The product, in blocks that suit the caches. */
    @Benchmark
    public double[] multiply() {
        int width = kernels.panelWidth();
        for (int i = 0; i < N; i += ROWS) {
            int rows = Math.min(ROWS, N - i);
            for (int j = 0; j < COLUMNS; j += width) {
                for (int k = 0; k < N; k += DEPTH) {
                    kernels.multiplyAdd(rows, Math.min(DEPTH, N - k), left, transposed ? k * N + i : i * N + k,
                            transposed ? 1 : N, transposed ? N : 1, right, (j / width * N + k) * width, product,
                            (j / width * N + i) * width);
                }
            }
        }
        return product;
    }
}
