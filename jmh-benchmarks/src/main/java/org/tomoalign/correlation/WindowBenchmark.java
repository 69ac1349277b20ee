package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
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
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.PrunedForward2d;
import org.tomoalign.fftw.PrunedInverse2d;
import org.tomoalign.fftw.RealFft2d;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.SliceKernels;
import org.tomoalign.mrc.MrcWriter;
import org.tomoalign.reference.FourierVolume;
import org.tomoalign.reference.ShellWeights;
import org.tomoalign.tomogram.Aberrations;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/**
 * One correlation window on one core: {@code whole}, its steps, and the two full transforms of the box
 * ({@code fullTransforms}) as a yardstick. All frequencies up to Nyquist take part, the window is that of
 * {@code --r 20}; every call takes another particle position and direction.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = {"--add-modules=jdk.incubator.vector", "--enable-native-access=ALL-UNNAMED"})
public class WindowBenchmark {
    private static final int SIZE = 1024;
    private static final int RANGE = 20;
    private static final int TASKS = 512;

    /** Box size, px. */
    @Param({"64", "96", "128", "192", "256", "512"})
    int box;

    private final Arena arena = Arena.ofShared();
    private Path file;
    private TiltStack pixels;
    private PrunedForward2d forward;
    private PrunedInverse2d inverse;
    private RealFft2d full;
    private WindowWorker worker;
    private WindowWorker.Task[] tasks;
    private SliceReader[] slices;
    private MemorySegment window;
    private MemorySegment row;
    private MemorySegment image;
    private MemorySegment spectrum;
    private int columns;
    private HalfPlane plane;
    private int next;

    /** Makes an image and a reference of noise. */
    @Setup
    public void setUp() throws Exception {
        Random random = new Random(1);
        plane = new HalfPlane(box);
        file = Files.createTempFile("window-benchmark", ".mrc");
        MrcWriter.writeVolume(file, noise(random, (long) SIZE * SIZE), SIZE, SIZE, 1, 2);
        TiltImage tilt = new TiltImage(new ImageSource(file, 0), 0, 1,
                new Defocus(30000, 29500, 0.3), 0, 1, 0, 0);
        TiltSeries series = new TiltSeries("TS", 2, new Vec3(SIZE, SIZE, 200), SIZE, SIZE, -1, 1,
                new Microscope(300, 2.7, 0.1), 3, List.of(tilt));
        pixels = TiltStack.open(series);
        Fftw fftw = Fftw.get();
        forward = new PrunedForward2d(fftw, box);
        inverse = new PrunedInverse2d(fftw, box);
        full = new RealFft2d(fftw, box, box);
        WindowShape shape = WindowShape.within(box, RANGE, 1);
        MemorySegment fade = AlignedSegments.floats(arena, (long) shape.inside() * shape.inside());
        shape.tabulateFade(fade);
        worker = new WindowWorker(new Correlator.Shared(plane, KernelProvider.get(), forward, inverse,
                CircularWindow.of(box, forward.layout().imageRowStride(), arena), shape, fade), arena);
        double[] flat = new double[box / 2 + 1];
        Arrays.fill(flat, 1);
        SpectralWeights weights = SpectralWeights.of(plane, series, List.of(flat),
                new ShellWeights(flat, box / 2, 5), SpectralWeights.Options.DEFAULT, plane.width());
        ImageFilter filter = ImageFilter.of(plane, series, 0, weights, Aberrations.NONE, arena);
        columns = filter.range().columns();
        MemorySegment slope = ImageFilter.phasePerDefocus(plane, series, arena);
        FourierVolume volume = volume(random);
        slices = array(SliceReader.class, i -> new SliceReader(KernelProvider.get().slices(), volume,
                new EulerAngles(random.nextDouble() * 360, random.nextDouble() * 180, random.nextDouble() * 360)
                        .toMatrix()));
        tasks = array(WindowWorker.Task.class, i -> new WindowWorker.Task(pixels, 0, position(random),
                position(random), slices[i], filter, slope, 3000 * random.nextDouble() - 1500));
        int side = shape.side();
        window = AlignedSegments.floats(arena, (long) side * side);
        row = AlignedSegments.complex(arena, plane.stride());
        image = noise(random, (long) box * box);
        spectrum = AlignedSegments.complex(arena, (long) box * plane.width());
    }

    @SuppressWarnings("unchecked")
    private static <T> T[] array(Class<T> type, IntFunction<T> element) {
        return IntStream.range(0, TASKS).mapToObj(element)
                .toArray(n -> (T[]) java.lang.reflect.Array.newInstance(type, n));
    }

    private double position(Random random) {
        return box / 2 + 1 + random.nextDouble() * (SIZE - box - 2);
    }

    private MemorySegment noise(Random random, long n) {
        MemorySegment values = AlignedSegments.floats(arena, n);
        for (long i = 0; i < n; i++) {
            values.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) random.nextGaussian());
        }
        return values;
    }

    private FourierVolume volume(Random random) {
        int radius = box / 2;
        int last = radius + 1;
        SliceKernels.Layout layout = new SliceKernels.Layout(last, last, last, last, last);
        return new FourierVolume(radius, layout, noise(random, layout.bytes() / 4));
    }

    private WindowWorker.Task task() {
        next = (next + 1) % TASKS;
        return tasks[next];
    }

    /** All of it. */
    @Benchmark
    public double whole() {
        return worker.correlate(task(), window, 0, false);
    }

    /** Reading the box, mean and soft circle. */
    @Benchmark
    public void cut() {
        WindowWorker.Task task = task();
        worker.cutBox(task, (int) task.x() - box / 2, (int) task.y() - box / 2);
    }

    /** The pruned forward transform. */
    @Benchmark
    public void transform() {
        worker.transform(columns);
    }

    /** The phase ramps. */
    @Benchmark
    public void ramps() {
        worker.ramps(box / 2 + 0.3, box / 2 + 0.4, columns);
    }

    /** Slice, CTF and product. */
    @Benchmark
    public double multiply() {
        return worker.multiply(task(), columns, false);
    }

    /** The slice alone. */
    @Benchmark
    public MemorySegment slice() {
        WindowWorker.Task task = task();
        for (int y = 0; y < box; y++) {
            task.slice().row(plane.ky(y), task.filter().range().end(y), row, 0);
        }
        return row;
    }

    /** The pruned inverse transform and the copy of the window. */
    @Benchmark
    public void transformBack() {
        worker.transformBack(columns, window, 0);
    }

    /** Two full transforms of the box, forward and back. */
    @Benchmark
    public void fullTransforms() {
        full.forward(image, spectrum);
        full.inverse(spectrum, image);
    }

    /** Removes the image. */
    @TearDown
    public void tearDown() throws Exception {
        pixels.close();
        forward.close();
        inverse.close();
        full.close();
        arena.close();
        Files.delete(file);
    }
}
