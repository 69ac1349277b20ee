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
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.RowKernels;

/** Row kernels on one row that stays in the first-level cache; time per row. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1, timeUnit = TimeUnit.SECONDS)
@Measurement(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class RowKernelsBenchmark {
    @Param({"scalar", "vector"})
    public String kernels;

    @Param({"33", "49", "65", "129", "257"})
    public int n;

    private RowKernels rows;
    private Arena arena;
    private MemorySegment a;
    private MemorySegment b;
    private MemorySegment c;
    private MemorySegment weight;
    private MemorySegment out;
    private MemorySegment acc;
    private MemorySegment turned;
    private MemorySegment phases;

    @Setup
    public void fill() {
        rows = KernelProvider.named(kernels).rows();
        arena = Arena.ofShared();
        Random random = new Random(1);
        a = row(random, 1f);
        b = row(random, 1f);
        c = row(random, 1f);
        weight = row(random, 100f);
        out = row(random, 1f);
        acc = row(random, 1f);
        // Phase factors keep the values of a product in place from growing or fading.
        turned = row(random, 1f);
        phases = row(random, 1f);
        rows.phaseRamp(0.3, 0.07, n, phases, 0);
    }

    @TearDown
    public void free() {
        arena.close();
    }

    private MemorySegment row(Random random, float scale) {
        MemorySegment row = arena.allocate(8L * n, 64);
        for (int k = 0; k < 2 * n; k++) {
            row.setAtIndex(ValueLayout.JAVA_FLOAT, k, scale * (random.nextFloat() - 0.5f));
        }
        return row;
    }

    @Benchmark
    public MemorySegment phaseRamp() {
        rows.phaseRamp(0.3, 0.07, n, out, 0);
        return out;
    }

    @Benchmark
    public MemorySegment weightedCtf() {
        rows.weightedCtf(weight, 0, b, 0, 0.7f, c, 0, n, out, 0);
        return out;
    }

    @Benchmark
    public MemorySegment correlate() {
        rows.correlate(a, 0, b, 0, 0.6f, -0.8f, c, 0, weight, 0, n, out, 0);
        return out;
    }

    @Benchmark
    public MemorySegment multiply() {
        rows.multiply(turned, 0, phases, 0, n);
        return turned;
    }

    @Benchmark
    public double weightedPower() {
        return rows.weightedPower(a, 0, c, 0, n);
    }

    @Benchmark
    public MemorySegment accumulateSquares() {
        rows.accumulateSquares(a, 0, n, acc, 0);
        return acc;
    }

    @Benchmark
    public double weightedSum() {
        return rows.weightedSum(a, 0, c, 0, n);
    }

    @Benchmark
    public MemorySegment window() {
        rows.window(a, 0, c, 0, 0.1f, n, out, 0);
        return out;
    }

    @Benchmark
    public MemorySegment accumulate() {
        rows.accumulate(1e-3f, a, 0, n, acc, 0);
        return acc;
    }
}
