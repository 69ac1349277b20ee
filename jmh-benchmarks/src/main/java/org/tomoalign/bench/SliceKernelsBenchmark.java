package org.tomoalign.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
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
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.SliceKernels;

/** Central slices of a half-complex volume in random orientations, row by row; time per point. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1, timeUnit = TimeUnit.SECONDS)
@Measurement(iterations = 6, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class SliceKernelsBenchmark {
    private static final int ORIENTATIONS = 32;
    private static final int POINTS = 8192;

    @Param({"scalar", "vector"})
    public String kernels;

    @Param({"96", "192", "256", "512"})
    public int box;

    private SliceKernels slices;
    private Arena arena;
    private MemorySegment volume;
    private MemorySegment out;
    private SliceKernels.Layout layout;
    private List<Line> lines;
    private int next;

    /** A straight piece of a row on one side of x = 0. */
    private record Line(
            double x, double y, double z, double dx, double dy, double dz, int n, boolean conjugate) {
    }

    @Setup
    public void fill() {
        slices = KernelProvider.named(kernels).slices();
        arena = Arena.ofShared();
        int half = box / 2;
        layout = new SliceKernels.Layout(half, half, half, half - 1, half - 1);
        volume = arena.allocate(layout.bytes(), SliceKernels.Layout.ALIGNMENT);
        Random random = new Random(1);
        for (long i = 0; i < volume.byteSize() / 4; i++) {
            volume.setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat() - 0.5f);
        }
        out = arena.allocate(8L * (half + 1), 64);
        lines = new ArrayList<>();
        for (int i = 0; i < ORIENTATIONS; i++) {
            addPlane(random);
        }
    }

    @TearDown
    public void free() {
        arena.close();
    }

    private void addPlane(Random random) {
        double a = random.nextGaussian();
        double b = random.nextGaussian();
        double c = random.nextGaussian();
        double d = random.nextGaussian();
        double s = 2 / (a * a + b * b + c * c + d * d);
        double[] u = {1 - s * (c * c + d * d), s * (b * c + a * d), s * (b * d - a * c)};
        double[] v = {s * (b * c - a * d), 1 - s * (b * b + d * d), s * (c * d + a * b)};
        int radius = box / 2 - 2;
        for (int ky = -radius; ky <= radius; ky++) {
            int end = (int) Math.sqrt((double) radius * radius - ky * ky) + 1;
            int split = 0;
            boolean startsNegative = ky * v[0] < 0;
            while (split < end && split * u[0] + ky * v[0] < 0 == startsNegative) {
                split++;
            }
            add(u, v, ky, 0, split, startsNegative);
            add(u, v, ky, split, end, !startsNegative);
        }
    }

    private void add(double[] u, double[] v, int ky, int from, int to, boolean negative) {
        if (from < to) {
            double sign = negative ? -1 : 1;
            lines.add(new Line(
                    Math.max(0, sign * (from * u[0] + ky * v[0])), sign * (from * u[1] + ky * v[1]),
                    sign * (from * u[2] + ky * v[2]), sign * u[0], sign * u[1], sign * u[2], to - from, negative));
        }
    }

    @Benchmark
    @OperationsPerInvocation(POINTS)
    public MemorySegment line() {
        int left = POINTS;
        while (left > 0) {
            Line l = lines.get(next);
            next = (next + 1) % lines.size();
            int n = Math.min(l.n, left);
            slices.line(volume, layout, l.x, l.y, l.z, l.dx, l.dy, l.dz, n, l.conjugate, out, 0);
            left -= n;
        }
        return out;
    }
}
