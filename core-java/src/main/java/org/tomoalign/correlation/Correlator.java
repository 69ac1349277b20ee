package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.PrunedForward2d;
import org.tomoalign.fftw.PrunedInverse2d;
import org.tomoalign.fftw.PrunedLayout;
import org.tomoalign.fftw.RealFft2d;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.parallel.Scratch;
import org.tomoalign.parallel.Workers;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Aberrations;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.Visibility;

/**
 * Computes the correlation windows of whole tomograms (section 6 of the method). Made once per job.
 */
public final class Correlator implements AutoCloseable {
    /** Particles of one image that are worked on in one go: a fixed number, so that work units are always the same. */
    private static final int BLOCK = 16;
    /** Particles whose predicted power is measured; their average stands for all. */
    private static final int POWER_SAMPLE = 64;

    private final ReferenceMap reference;
    private final boolean compat;
    private final Fftw fftw;
    private final Visibility visibility;
    private final Shared shared;

    /** What all workers use and none changes. */
    record Shared(
            HalfPlane plane, Kernels kernels, PrunedForward2d forward, PrunedInverse2d inverse, CircularWindow circle,
            WindowShape shape, MemorySegment fade) {
    }

    /**
     * @param plane half plane of the box
     * @param shape of the windows
     * @param visibility of particles on images: only then do they have a window
     * @param compat lose the windows that RELION loses, see {@link #loseWindows}
     * @throws IllegalArgumentException if the windows are larger than the padded box
     */
    public Correlator(
            HalfPlane plane, WindowShape shape, Visibility visibility, Kernels kernels, Fftw fftw, ReferenceMap reference,
            boolean compat) {
        if (shape.side() > plane.size() * shape.pad()) {
            throw new IllegalArgumentException("a range of " + shape.range() + " px does not fit a box of "
                    + plane.size() + " px");
        }
        this.reference = reference;
        this.compat = compat;
        this.fftw = fftw;
        this.visibility = visibility;
        // Freed with this object, as nothing has to be closed then if a plan cannot be made.
        Arena tables = Arena.ofAuto();
        MemorySegment fade = AlignedSegments.floats(tables, (long) shape.inside() * shape.inside());
        shape.tabulateFade(fade);
        CircularWindow circle =
                CircularWindow.of(plane.size(), new PrunedLayout(plane.size()).imageRowStride(), tables);
        PrunedForward2d forward = new PrunedForward2d(fftw, plane.size());
        try {
            PrunedInverse2d inverse = new PrunedInverse2d(fftw, plane.size() * shape.pad());
            this.shared = new Shared(plane, kernels, forward, inverse, circle, shape, fade);
        } catch (RuntimeException | Error e) {
            forward.close();
            throw e;
        }
    }

    /**
     * The windows of a tomogram.
     *
     * @param windows        one per particle and chronological image
     * @param predictedPower sum of W |prediction|^2 over the whole plane by window; NaN where it was not measured
     */
    public record Result(CorrelationStack windows, double[] predictedPower) {
        /** Multiplies the reference by a factor after the fact: the windows in place; returns them with their power. */
        public Result scaled(double factor, ForkJoinPool pool) {
            windows.scale((float) factor, pool);
            return new Result(windows, Arrays.stream(predictedPower).map(power -> power * factor * factor).toArray());
        }
    }

    /**
     * Computes all windows of a tomogram.
     *
     * @param pixels   of its images
     * @param weights  frequency weights of its images
     * @param owner    owns the memory of the windows
     * @param pool     runs the work
     * @param progress called after each block of windows with their number, from any thread
     */
    public Result correlate(
            Tomogram tomogram, TiltStack pixels, SpectralWeights weights, Arena owner, ForkJoinPool pool,
            IntConsumer progress) {
        int n = tomogram.particles().size();
        int images = tomogram.series().images().size();
        CorrelationStack windows = new CorrelationStack(owner, n, images, shared.shape);
        double[] power = new double[n * images];
        int blocks = (n + BLOCK - 1) / BLOCK;
        int[] order = byHalfSet(tomogram.particles());
        Projector projector = tomogram.projector();
        try (Arena tables = Arena.ofShared()) {
            Filters filters = new Filters(tomogram, weights, tables, pool);
            AtomicIntegerArray blocksLeft = new AtomicIntegerArray(IntStream.generate(() -> blocks).limit(images).toArray());
            Workers.run(pool, images * blocks, () -> Scratch.make(memory -> new WindowWorker(shared, memory)),
                    (worker, unit) -> {
                        int first = unit % blocks * BLOCK;
                        int last = Math.min(n, first + BLOCK);
                        for (int i = first; i < last; i++) {
                            correlate(tomogram, projector, pixels, filters, order[i], unit / blocks, worker.buffers(),
                                    windows, power);
                        }
                        if (blocksLeft.decrementAndGet(unit / blocks) == 0) {
                            pixels.release(unit / blocks);
                        }
                        progress.accept(last - first);
                    });
            setShares(tomogram, windows, filters, power, pool);
        }
        if (compat) {
            loseWindows(windows, tomogram.series().images().stream().mapToInt(TiltImage::row).toArray());
        }
        return new Result(windows, power);
    }

    /**
     * Returns the particles' indices by half set: of each image, all threads first read slices of one half map, then of the
     * other. One map is more likely to stay in the cache than two (box 192, two threads: a fifth of the time of a window).
     */
    private static int[] byHalfSet(List<Particle> particles) {
        return IntStream.range(0, particles.size()).boxed()
                .sorted(Comparator.comparingInt(i -> particles.get(i).halfSet())).mapToInt(Integer::intValue).toArray();
    }

    /**
     * For a particle that is invisible in image f of the file, RELION clears the window of the image whose
     * chronological number is f, not that of image f, unless a later image fills it again (4.0.2 and 5.0.1,
     * {@code Prediction::computeCroppedCCs}).
     */
    static void loseWindows(CorrelationStack windows, int[] order) {
        for (int p = 0; p < windows.particles(); p++) {
            boolean[] invisible = new boolean[order.length];
            for (int t = 0; t < order.length; t++) {
                invisible[t] = !windows.visible(windows.window(p, t));
            }
            for (int t = 0; t < order.length; t++) {
                if (invisible[t] && order[t] < t) {
                    windows.hide(windows.window(p, order[t]));
                }
            }
        }
    }

    private void correlate(
            Tomogram tomogram, Projector projector, TiltStack pixels, Filters filters, int p, int t, WindowWorker worker,
            CorrelationStack windows, double[] power) {
        TiltSeries series = tomogram.series();
        Particle particle = tomogram.particles().get(p);
        int window = windows.window(p, t);
        power[window] = Double.NaN;
        Projection projection = tomogram.geometry().projections().get(t);
        Vec3 q = projector.project(p, t);
        if (!visibility.includes(tomogram, p, t, q)) {
            return;
        }
        windows.setPosition(window, q.x(), q.y());
        WindowWorker.Task task = new WindowWorker.Task(pixels, t, q.x(), q.y(), slice(particle, projection),
                filters.of(t, particle.opticsGroup()), filters.slope,
                defocusOffset(series, projection, tomogram.geometry().positions().get(p)));
        boolean measure = p % Math.ceilDiv(tomogram.particles().size(), POWER_SAMPLE) == 0;
        power[window] = worker.correlate(task, windows.segment(), windows.offset(window), measure);
    }

    /** Sets what windows can hold whose boxes hang over the rim, and reduces their predicted power to that. */
    private void setShares(
            Tomogram tomogram, CorrelationStack windows, Filters filters, double[] power, ForkJoinPool pool) {
        TiltSeries series = tomogram.series();
        int s = shared.plane.size();
        boolean[] overhanging = new boolean[windows.images()];
        for (int w = 0; w < power.length; w++) {
            overhanging[w % windows.images()] |= windows.visible(w) && overhangs(windows, w, series);
        }
        int[] images = IntStream.range(0, windows.images()).filter(t -> overhanging[t]).toArray();
        if (images.length == 0) {
            return;
        }
        try (RealFft2d fft = new RealFft2d(fftw, s, s)) {
            Workers.run(pool, images.length, i -> {
                int t = images[i];
                PowerSpread spread = PowerSpread.measure(
                        shared.plane, shared.kernels, fft, filters.slope, samples(tomogram, filters, t));
                for (int p = 0; p < windows.particles(); p++) {
                    int w = windows.window(p, t);
                    if (windows.visible(w) && overhangs(windows, w, series)) {
                        windows.setShare(w, spread.share(first(windows.x(w)), first(windows.y(w)), series.imageWidth(),
                                series.imageHeight()));
                        power[w] *= windows.share(w);
                    }
                }
            });
        }
    }

    /** Returns the predictions of the first particle of each half set. */
    private List<PowerSpread.Prediction> samples(Tomogram tomogram, Filters filters, int t) {
        Projection projection = tomogram.geometry().projections().get(t);
        return IntStream.of(1, 2).flatMap(half -> IntStream.range(0, tomogram.particles().size())
                .filter(p -> tomogram.particles().get(p).halfSet() == half).limit(1)).mapToObj(p -> {
            Particle particle = tomogram.particles().get(p);
            return new PowerSpread.Prediction(slice(particle, projection), filters.of(t, particle.opticsGroup()),
                    defocusOffset(tomogram.series(), projection, tomogram.geometry().positions().get(p)));
        }).toList();
    }

    private SliceReader slice(Particle particle, Projection projection) {
        return new SliceReader(shared.kernels.slices(), reference.half(particle.halfSet()),
                projection.linear().times(particle.orientation()));
    }

    private boolean overhangs(CorrelationStack windows, int w, TiltSeries series) {
        int left = first(windows.x(w));
        int top = first(windows.y(w));
        int s = shared.plane.size();
        return left < 0 || top < 0 || left + s > series.imageWidth() || top + s > series.imageHeight();
    }

    /** Returns the first column or row of the box around a coordinate on the image. */
    private int first(double coordinate) {
        return shared.plane.firstOfBox(coordinate);
    }

    /** Returns the defocus of a particle relative to the tomogram's centre, Å (section 4 of the method). */
    static double defocusOffset(TiltSeries series, Projection projection, Vec3 position) {
        double depth = projection.apply(position).z() - projection.apply(series.centre()).z();
        return series.hand() * series.pixelSize() * series.defocusSlope() * depth;
    }

    @Override
    public void close() {
        shared.forward.close();
        shared.inverse.close();
    }

    /** The filters of all images, one set per optics group in use. */
    private final class Filters {
        private final MemorySegment slope;
        private final Map<Integer, List<ImageFilter>> byGroup = new HashMap<>();

        Filters(Tomogram tomogram, SpectralWeights weights, Arena arena, ForkJoinPool pool) {
            TiltSeries series = tomogram.series();
            slope = ImageFilter.phasePerDefocus(shared.plane, series, arena);
            tomogram.particles().stream().mapToInt(Particle::opticsGroup).distinct().forEach(group -> byGroup.put(group,
                    Workers.map(pool, series.images().size(), t -> ImageFilter.of(shared.plane, series, t, weights,
                            tomogram.aberrations().getOrDefault(group, Aberrations.NONE), arena))));
        }

        ImageFilter of(int image, int opticsGroup) {
            return byGroup.get(opticsGroup).get(image);
        }
    }
}
