package org.tomoalign.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ForkJoinPool;
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
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.model.NoDeformation;
import org.tomoalign.alignment.model.NoMotion;
import org.tomoalign.alignment.model.Pivot;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Trajectories;

/** One evaluation of the alignment's cost and gradient, and one application of its preconditioner. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 10, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class AlignmentBenchmark {
    private static final int RANGE = 10;
    /** Box size, px: room for the windows. */
    private static final int BOX = 96;

    /** N. */
    @Param({"60", "250", "1000", "2000"})
    public int particles;

    /** F. */
    @Param({"41"})
    public int images;

    /** Whether motion is refined. */
    @Param({"false", "true"})
    public boolean motion;

    /** Threads. */
    @Param({"1", "2"})
    public int threads;

    private Arena arena;
    private ForkJoinPool pool;
    private AlignmentProblem problem;
    private double[] x;
    private double[] gradient;
    private double[] out;

    /** Makes windows of noise; their content does not matter. */
    @Setup
    public void fill() {
        arena = Arena.ofShared();
        pool = new ForkJoinPool(threads);
        Random random = new Random(1);
        Kernels kernels = KernelProvider.get();
        CorrelationStack windows = new CorrelationStack(arena, particles, images, WindowShape.within(BOX, RANGE, 1));
        long floats = windows.segment().byteSize() / 4;
        for (long i = 0; i < floats; i++) {
            windows.segment().setAtIndex(ValueLayout.JAVA_FLOAT, i, random.nextFloat());
        }
        Vec3 centre = new Vec3(2000, 2000, 500);
        List<Projection> projections = new ArrayList<>();
        for (int t = 0; t < images; t++) {
            Mat3 rotation = Mat3.rotationY(Math.toRadians(-60 + 120.0 * t / Math.max(1, images - 1)));
            projections.add(new Projection(rotation, centre.minus(rotation.times(centre))));
        }
        List<Vec3> positions = new ArrayList<>();
        for (int p = 0; p < particles; p++) {
            Vec3 position = new Vec3(4000 * random.nextDouble(), 4000 * random.nextDouble(), 1000 * random.nextDouble());
            positions.add(position);
            for (int t = 0; t < images; t++) {
                Vec3 q = projections.get(t).apply(position);
                windows.setPosition(windows.window(p, t), q.x(), q.y());
            }
        }
        MotionModel model = motion
                ? GaussianProcessMotion.of(positions, images, 0.5, 1000, MotionSettings.DEFAULT, kernels, pool)
                : new NoMotion();
        Geometry geometry = new Geometry(projections, positions, Trajectories.NONE, Deformation.NONE);
        problem = new AlignmentProblem(windows, geometry, centre, Pivot.PROJECTED_CENTRE, AlignmentOptions.DEFAULT, model,
                new NoDeformation(), kernels, pool);
        x = random.doubles(problem.size(), -0.5, 0.5).toArray();
        gradient = new double[x.length];
        out = new double[x.length];
        problem.prepare(x);
        problem.evaluate(x, gradient);
    }

    /** Frees memory and threads. */
    @TearDown
    public void close() {
        pool.shutdown();
        arena.close();
    }

    /** Value and gradient. */
    @Benchmark
    public double evaluate() {
        return problem.evaluate(x, gradient);
    }

    /** Preconditioner times gradient. */
    @Benchmark
    public double[] precondition() {
        problem.precondition(gradient, out);
        return out;
    }
}
