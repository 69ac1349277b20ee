package org.tomoalign.job;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.correlation.HalfPlane;
import org.tomoalign.correlation.SpectralWeights;
import org.tomoalign.correlation.WholeImageCorrelator;
import org.tomoalign.fftw.PrunedLayout;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.reference.FourierVolume;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/**
 * What a job will need. Memory is given for the largest tomogram; several are in work at a time only where there is
 * plenty. The memory-mapped tilt images do not count, as the system takes their pages back when it needs them.
 *
 * @param windows    bytes of the correlation windows of the largest tomogram: N F (2 r pad + 6)^2 floats
 * @param largest    name of that tomogram
 * @param reference  bytes of the two transformed half maps
 * @param loading    bytes while the reference is being prepared, before there are windows
 * @param filters    bytes of the tables of the tilt images of one tomogram
 * @param workspaces bytes of all threads' buffers
 * @param heap       bytes of the largest tomogram's tables and unknowns, and of the motion prior
 * @param useful     tomograms in work at a time that keep all threads busy
 * @param seconds    wall time, a rough guess
 */
record JobEstimate(
        long windows, String largest, long reference, long loading, long filters, long workspaces, long heap,
        int useful, double seconds) {
    private static final long MEGABYTE = 1L << 20;
    /** The virtual machine and compiled code. */
    private static final long BASE = 250 * MEGABYTE;
    /** Heap per particle and image: positions and gradients of the optimiser, trajectories. */
    private static final long HEAP_PER_WINDOW = 200;
    /** Heap for a small project's tables. */
    private static final long HEAP_BASE = 50 * MEGABYTE;
    /** With motion, doubles per pair of particles: the covariance, its root, and the room to compute it. */
    private static final long DOUBLES_PER_PAIR = 3;
    /** With motion, the most particles of a tomogram: the covariance is one array, of at most 2^31 values with its margins. */
    static final int MOST_MOVING = 46_000;
    /** With motion, doubles per particle, image and axis: the vectors of the optimiser and the displacements. */
    private static final long DOUBLES_PER_STEP = 22;
    /** While the reference is prepared, half spectra or maps that there are at a time: two spectra, a map and the mask. */
    private static final int LOADING = 4;
    /** A job that needs more than this part of the memory is worth a warning. */
    private static final double CAREFUL = 0.8;
    /** No more than this part of the memory is taken only to be faster. */
    private static final double MODEST = 0.5;
    /** Threads that the parallel stages of one tomogram keep busy while a second one does what a single thread does. */
    private static final int THREADS_PER_TOMOGRAM = 4;
    /** Core seconds per s^2 log2(s) of a window of box s, and per window and evaluation of the cost; on one 3 GHz core. */
    private static final double SECONDS_PER_POINT = 2e-9;
    private static final double SECONDS_PER_EVALUATION = 2e-7;
    private static final int EVALUATIONS = 1000;
    private static final double SECONDS_TO_START = 1;

    /**
     * Estimates what a job needs.
     *
     * @throws InputException if no amount of memory would do
     */
    static JobEstimate of(List<Tomogram> tomograms, AlignSettings settings) {
        tomograms.forEach(tomogram -> requireCovariance(tomogram, settings));
        int s = settings.box();
        HalfPlane plane = new HalfPlane(s);
        Tomogram largest = tomograms.stream().max(Comparator.comparingLong(Tomogram::particleImages)).orElseThrow();
        long side = settings.windowShape().side();
        long half = 4L * s * s * (s + 2);
        int images = tomograms.stream().mapToInt(tomogram -> tomogram.series().images().size()).max().orElseThrow();
        int groups = tomograms.stream().mapToInt(tomogram -> tomogram.aberrations().size()).max().orElseThrow();
        int weightTables = settings.weights().perImageNoise()
                && settings.weights().whitening() != SpectralWeights.Whitening.NONE ? images : 1;
        long filters = 4 * plane.tableSize() * (1 + 5L * images * groups) + 8L * s * plane.width() * weightTables;
        long all = tomograms.stream().mapToLong(Tomogram::particleImages).sum();
        double correlation = all * SECONDS_PER_POINT * s * s * (Math.log(s) / Math.log(2));
        double optimisation = all * SECONDS_PER_EVALUATION * Math.min(EVALUATIONS, settings.maxIterations());
        // Images that are correlated as a whole take the place of windows.
        long windows = settings.mode() != AlignmentMode.IMAGE_SHIFTS ? largest.particleImages() * side * side * Float.BYTES
                : tomograms.stream().map(Tomogram::series).mapToLong(series -> WholeImageCorrelator.bytes(
                        series.imageWidth(), series.imageHeight())).max().orElseThrow();
        return new JobEstimate(windows, largest.series().name(), 2 * FourierVolume.bytes(s / 2),
                LOADING * half, filters, settings.threads() * workspace(s, settings.pad(), (int) side),
                tomograms.stream().mapToLong(tomogram -> heap(tomogram, settings)).max().orElseThrow(),
                useful(tomograms.size(), settings.threads()),
                SECONDS_TO_START + (correlation + optimisation) / settings.threads());
    }

    private static void requireCovariance(Tomogram tomogram, AlignSettings settings) {
        int found = tomogram.particles().size();
        if (settings.motion().isPresent() && found > MOST_MOVING) {
            throw new InputException(String.format(Locale.ROOT, "tomogram %s: found %d particles, expected at most %d where "
                    + "motion is refined, which takes the covariance of all pairs", tomogram.name(), found,
                    MOST_MOVING));
        }
    }

    private static int useful(int tomograms, int threads) {
        return Math.min(Math.min(tomograms, threads), Math.max(2, Math.ceilDiv(threads, THREADS_PER_TOMOGRAM)));
    }

    private static long heap(Tomogram tomogram, AlignSettings settings) {
        long n = tomogram.particles().size();
        long images = tomogram.series().images().size();
        long optimiser = settings.motion().isEmpty()
                ? AlignmentProblem.preconditionerDoubles(n, images, deformationParameters(tomogram.series(), settings))
                : DOUBLES_PER_PAIR * n * n + DOUBLES_PER_STEP * 3 * n * images;
        return HEAP_BASE + tomogram.particleImages() * HEAP_PER_WINDOW + Double.BYTES * optimiser;
    }

    private static long deformationParameters(TiltSeries series, AlignSettings settings) {
        return settings.deformation().map(d -> d.field(series.imageWidth(), series.imageHeight()).coefficients()
                * (d.perImage() ? series.images().size() : 1L)).orElse(0L);
    }

    private static long workspace(int box, int pad, int side) {
        PrunedLayout in = new PrunedLayout(box);
        PrunedLayout out = new PrunedLayout(box * pad);
        return in.imageBytes(box) + in.spectrumBytes() + out.spectrumBytes() + out.imageBytes(side)
                + Math.max(in.workspaceBytes(), out.workspaceBytes());
    }

    /** Returns the largest number of bytes in use at one time with one tomogram in work. */
    long peak() {
        return peak(1);
    }

    /** Returns the largest number of bytes in use at one time with some tomograms in work. */
    long peak(int tomograms) {
        return BASE + tomograms * heap
                + Math.max(loading, reference + workspaces + tomograms * (filters + windows));
    }

    /**
     * Returns how many tomograms to have in work at a time, at least 1.
     *
     * @param available bytes of memory
     * @param maxHeap   bytes that the virtual machine may use for its heap
     * @param warnings  receives the warning
     */
    int tomogramsAtOnce(long available, long maxHeap) {
        int n = useful;
        while (n > 1 && (peak(n) > MODEST * available || n * heap > CAREFUL * maxHeap)) {
            n--;
        }
        return n;
    }

    /**
     * Makes sure that the job fits into memory, and warns if it only just does.
     *
     * @param available bytes of memory
     * @param maxHeap   bytes that the virtual machine may use for its heap
     * @param warnings  receives the warning
     * @throws InputException if it does not fit
     */
    void requireMemory(long available, long maxHeap, Consumer<String> warnings) {
        String need = String.format(Locale.ROOT, "the job needs about %s of memory, of which %s for the windows of "
                + "tomogram %s; this process may use %s", text(peak()), text(windows), largest, text(available));
        if (peak() > available) {
            throw new InputException(Message.of(need, "; expected enough for all, try a smaller ", Setting.RANGE, ", ",
                    Setting.PADDING, " or ", Setting.BOX));
        }
        if (heap > maxHeap) {
            throw new InputException(String.format(Locale.ROOT, "the job needs about %s of Java heap for tomogram %s; "
                    + "the limit is %s, raise it with TOMO_ALIGN_JAVA_OPTIONS=-Xmx%dm", text(heap), largest,
                    text(maxHeap), Math.ceilDiv(2 * heap, MEGABYTE)));
        }
        if (peak() > CAREFUL * available) {
            warnings.accept(need);
        }
    }

    /** Returns what does not depend on the job's size, and the heap. */
    long rest() {
        return BASE + heap;
    }

    /** Returns a number of bytes for people. */
    static String text(long bytes) {
        return bytes < 10_000 * MEGABYTE ? String.format(Locale.ROOT, "%d MB", Math.ceilDiv(bytes, MEGABYTE))
                : String.format(Locale.ROOT, "%.1f GB", bytes / (1024.0 * MEGABYTE));
    }
}
