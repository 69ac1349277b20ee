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
import org.tomoalign.kernels.VectorKernels;

/** Operations on parameter vectors; time per call. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1, timeUnit = TimeUnit.SECONDS)
@Measurement(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class VectorKernelsBenchmark {
    @Param({"scalar", "vector"})
    public String kernels;

    @Param({"205", "4098"})
    public int n;

    private VectorKernels vectors;
    private double[] x;
    private double[] y;

    @Setup
    public void fill() {
        vectors = KernelProvider.named(kernels).vectors();
        x = new Random(1).doubles(n).toArray();
        y = new Random(2).doubles(n).toArray();
    }

    @Benchmark
    public double dot() {
        return vectors.dot(x, y, n);
    }

    @Benchmark
    public double[] axpy() {
        vectors.axpy(1e-9, x, y, n);
        return y;
    }

    @Benchmark
    public double[] scale() {
        vectors.scale(0.9999999, x, n);
        return x;
    }
}
