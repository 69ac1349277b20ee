package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.IntConsumer;
import java.util.stream.IntStream;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.PrunedForward2d;
import org.tomoalign.fftw.PrunedInverse2d;
import org.tomoalign.geometry.SeriesDeformation;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.optics.Aberrations;
import org.tomoalign.parallel.WorkUnits;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

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
    private final Arena arena;
    private final Shared shared;

    /** What all workers use and none changes. */
    record Shared(
            HalfPlane plane, Kernels kernels, PrunedForward2d forward, PrunedInverse2d inverse, CircularWindow circle,
            int range, int pad) {
    }

    /**
     * @param plane half plane of the box
     * @param range largest displacement, px ({@code --r})
     * @param pad   window pixels per px ({@code --pad})
     * @param compat lose the windows that RELION loses, see {@link #loseWindows}
     * @throws IllegalArgumentException if the windows are larger than the padded box
     */
    public Correlator(
            HalfPlane plane, int range, int pad, Kernels kernels, Fftw fftw, ReferenceMap reference, boolean compat) {
        if (CorrelationStack.side(range, pad) > plane.size() * pad) {
            throw new IllegalArgumentException("a range of " + range + " px does not fit a box of " + plane.size()
                    + " px");
        }
        this.reference = reference;
        this.compat = compat;
        this.arena = Arena.ofShared();
        PrunedForward2d forward = new PrunedForward2d(fftw, plane.size());
        this.shared = new Shared(plane, kernels, forward, new PrunedInverse2d(fftw, plane.size() * pad),
                CircularWindow.of(plane.size(), forward.layout().imageRowStride(), arena), range, pad);
    }

    /**
     * One tomogram to correlate.
     *
     * @param series       its tilt series
     * @param pixels       its images
     * @param particles    at least one
     * @param paths        position of each particle in each image (file order), px
     * @param deformation  of its images
     * @param weights      frequency weights of its images
     * @param aberrations  by number of the optics group
     */
    public record Tomogram(
            TiltSeries series, TiltStack pixels, List<Particle> particles, List<List<Vec3>> paths,
            SeriesDeformation deformation, SpectralWeights weights, Map<Integer, Aberrations> aberrations) {
    }

    /**
     * The windows of a tomogram.
     *
     * @param windows        one per particle and chronological image
     * @param predictedPower sum of W |prediction|^2 over the whole plane by window; NaN where it was not measured
     */
    public record Result(CorrelationStack windows, double[] predictedPower) {
    }

    /**
     * Computes all windows of a tomogram, in parallel in the pool that runs the calling task.
     *
     * @param owner    owns the memory of the windows
     * @param progress called after each block of windows with their number, from any thread
     */
    public Result correlate(Tomogram tomogram, Arena owner, IntConsumer progress) {
        int n = tomogram.particles().size();
        int images = tomogram.series().images().size();
        CorrelationStack windows = new CorrelationStack(owner, n, images, shared.range, shared.pad);
        double[] power = new double[n * images];
        int blocks = (n + BLOCK - 1) / BLOCK;
        int[] order = byHalfSet(tomogram.particles());
        ForkJoinPool pool = Objects.requireNonNullElse(ForkJoinTask.getPool(), ForkJoinPool.commonPool());
        ConcurrentLinkedQueue<WindowWorker> idle = new ConcurrentLinkedQueue<>();
        try (Arena scratch = Arena.ofShared()) {
            Filters filters = new Filters(tomogram, scratch);
            AtomicIntegerArray blocksLeft = new AtomicIntegerArray(IntStream.generate(() -> blocks).limit(images).toArray());
            WorkUnits.run(pool, images * blocks, unit -> {
                WindowWorker polled = idle.poll();
                WindowWorker worker = polled != null ? polled : new WindowWorker(shared, scratch);
                int first = unit % blocks * BLOCK;
                int last = Math.min(n, first + BLOCK);
                for (int i = first; i < last; i++) {
                    correlate(tomogram, filters, order[i], unit / blocks, worker, windows, power);
                }
                idle.add(worker);
                if (blocksLeft.decrementAndGet(unit / blocks) == 0) {
                    tomogram.pixels().release(filters.order[unit / blocks]);
                }
                progress.accept(last - first);
            });
        }
        if (compat) {
            loseWindows(windows, tomogram.series().chronologicalOrder());
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
            Tomogram tomogram, Filters filters, int p, int t, WindowWorker worker, CorrelationStack windows,
            double[] power) {
        TiltSeries series = tomogram.series();
        Particle particle = tomogram.particles().get(p);
        int f = filters.order[t];
        int window = windows.window(p, t);
        power[window] = Double.NaN;
        TiltImage image = series.images().get(f);
        Vec3 q = tomogram.deformation().apply(f, image.projection().apply(tomogram.paths().get(p).get(f)));
        if (!isVisible(q, series)) {
            return;
        }
        windows.setPosition(window, q.x(), q.y());
        SliceReader slice = new SliceReader(shared.kernels.slices(), reference.half(particle.halfSet()),
                image.projection().linear().times(particle.orientation()));
        WindowWorker.Task task = new WindowWorker.Task(tomogram.pixels(), f, q.x(), q.y(), slice,
                filters.of(f, particle.opticsGroup()), filters.slope, defocusOffset(series, image, particle));
        boolean measure = p % Math.ceilDiv(tomogram.particles().size(), POWER_SAMPLE) == 0;
        power[window] = worker.correlate(task, windows.segment(), windows.offset(window), measure);
    }

    /** Returns whether the whole box around a position lies on the image. */
    private boolean isVisible(Vec3 q, TiltSeries series) {
        double half = shared.plane.size() / 2.0;
        return q.x() > half && q.x() < series.imageWidth() - half
                && q.y() > half && q.y() < series.imageHeight() - half;
    }

    /** Returns the defocus of a particle relative to the tomogram's centre, Å (section 4 of the method). */
    static double defocusOffset(TiltSeries series, TiltImage image, Particle particle) {
        double depth = image.projection().apply(particle.position()).z()
                - image.projection().apply(series.centre()).z();
        return series.hand() * series.pixelSize() * series.defocusSlope() * depth;
    }

    @Override
    public void close() {
        shared.forward.close();
        shared.inverse.close();
        arena.close();
    }

    /** The filters of all images, one set per optics group in use. */
    private final class Filters {
        private final int[] order;
        private final MemorySegment slope;
        private final Map<Integer, ImageFilter[]> byGroup = new HashMap<>();

        Filters(Tomogram tomogram, Arena arena) {
            TiltSeries series = tomogram.series();
            order = series.chronologicalOrder();
            slope = ImageFilter.phasePerDefocus(shared.plane, series, arena);
            tomogram.particles().stream().mapToInt(Particle::opticsGroup).distinct().forEach(group -> byGroup.put(group,
                    IntStream.range(0, order.length).parallel()
                            .mapToObj(f -> ImageFilter.of(shared.plane, series, f, tomogram.weights(),
                                    tomogram.aberrations().getOrDefault(group, Aberrations.NONE), arena))
                            .toArray(ImageFilter[]::new)));
        }

        ImageFilter of(int image, int opticsGroup) {
            return byGroup.get(opticsGroup)[image];
        }
    }
}
