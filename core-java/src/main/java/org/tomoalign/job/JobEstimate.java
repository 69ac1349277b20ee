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
import org.tomoalign.reference.ReferenceMemory;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/**
 * What a job will need. Memory is what the system counts as resident in the process at its peak (Linux's {@code VmHWM}), mapped
 * pages of files included: of tilt images, which are let go one by one, those that are in work.
 *
 * @param windows    bytes of the correlation windows of the largest tomogram: N F (2 r pad + 6)^2 floats
 * @param largest    name of that tomogram
 * @param reference  what the reference takes
 * @param filters    bytes of the tables of the tilt images of one tomogram
 * @param workspaces bytes of all threads' buffers
 * @param image      bytes of the largest tilt image
 * @param heap       bytes of the largest tomogram's tables and unknowns, and of the motion prior
 * @param tables     bytes of the project's tables on the heap
 * @param useful     tomograms in work at a time that keep all threads busy
 * @param threads    worker threads
 * @param seconds    wall time, a rough guess
 */
record JobEstimate(
        long windows, String largest, ReferenceMemory reference, long filters, long workspaces, long image, long heap,
        long tables, int useful, int threads, double seconds) {
    private static final long MEGABYTE = 1L << 20;
    /** The virtual machine, its stored classes and compiled code. */
    private static final long BASE = 105 * MEGABYTE;
    /** What the compiler and the system hold for each thread. */
    private static final long PER_THREAD = 2 * MEGABYTE;
    /** The heap's young part and the program's own objects: the size with which the start script begins. */
    private static final long HEAP_BASE = 48 * MEGABYTE;
    /** Heap per particle and image: curvatures, weights, scores and the gradients of the optimiser. */
    private static final long HEAP_PER_WINDOW = 400;
    /** What lies on the heap before a collection, over what is in use. */
    private static final double GARBAGE = 2.5;
    /** The same where only shifts are measured. */
    private static final long HEAP_PER_SHIFTED_WINDOW = 80;
    /** Bytes of a particle's row in the project's tables, which are kept whole to be written again. */
    private static final long PER_PARTICLE = 1500;
    /** With motion, doubles per pair of particles: the covariance, its root, and the room to compute it. */
    private static final long DOUBLES_PER_PAIR = 3;
    /** With motion, the most particles of a tomogram: the covariance is one array, of at most 2^31 values with its margins. */
    static final int MOST_MOVING = 46_000;
    /** With motion, doubles per particle, image and axis: the vectors of the optimiser and the displacements. */
    private static final long DOUBLES_PER_STEP = 22;
    /** A job that needs more than this part of the memory is worth a warning. */
    private static final double CAREFUL = 0.8;
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
    static JobEstimate of(JobInputs inputs, AlignSettings settings) {
        return of(inputs.tomograms(), settings, ReferenceMemory.of(
                inputs.reference(), settings.box(), settings.shells(), settings.compat()));
    }

    /** The same with what is known of the reference. */
    static JobEstimate of(List<Tomogram> tomograms, AlignSettings settings, ReferenceMemory reference) {
        tomograms.forEach(tomogram -> requireCovariance(tomogram, settings));
        int s = settings.box();
        HalfPlane plane = new HalfPlane(s);
        Tomogram largest = tomograms.stream().max(Comparator.comparingLong(Tomogram::particleImages)).orElseThrow();
        long side = settings.windowShape().side();
        int images = tomograms.stream().mapToInt(tomogram -> tomogram.series().images().size()).max().orElseThrow();
        int groups = tomograms.stream().mapToInt(tomogram -> tomogram.aberrations().size()).max().orElseThrow();
        int weightTables = settings.weights().perImageNoise()
                && settings.weights().whitening() != SpectralWeights.Whitening.NONE ? images : 1;
        long filters = 4 * plane.tableSize() * (1 + 5L * images * groups) + 8L * s * plane.width() * weightTables;
        long all = tomograms.stream().mapToLong(Tomogram::particleImages).sum();
        double correlation = all * SECONDS_PER_POINT * s * s * (Math.log(s) / Math.log(2));
        double optimisation = all * SECONDS_PER_EVALUATION * Math.min(EVALUATIONS, settings.maxIterations());
        long pixels = tomograms.stream().map(Tomogram::series)
                .mapToLong(series -> (long) series.imageWidth() * series.imageHeight()).max().orElseThrow();
        long windows = largest.particleImages() * side * side * Float.BYTES;
        long workspace = workspace(s, settings.pad(), (int) side);
        if (settings.mode() == AlignmentMode.IMAGE_SHIFTS) {
            // Images that are correlated as a whole take the place of windows.
            windows = 0;
            workspace = WholeImageCorrelator.bytes(pixels);
        }
        return new JobEstimate(windows, largest.series().name(), reference, filters, settings.threads() * workspace,
                Float.BYTES * pixels, tomograms.stream().mapToLong(tomogram -> heap(tomogram, settings)).max().orElseThrow(),
                PER_PARTICLE * tomograms.stream().mapToLong(tomogram -> tomogram.particles().size()).sum(),
                useful(tomograms.size(), settings.threads()), settings.threads(),
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
        if (settings.mode().onlyShifts()) {
            return tomogram.particleImages() * HEAP_PER_SHIFTED_WINDOW;
        }
        long n = tomogram.particles().size();
        long images = tomogram.series().images().size();
        long optimiser = settings.motion().isEmpty()
                ? AlignmentProblem.preconditionerDoubles(n, images, deformationParameters(tomogram.series(), settings))
                : DOUBLES_PER_PAIR * n * n + DOUBLES_PER_STEP * 3 * n * images;
        return (long) (GARBAGE * (tomogram.particleImages() * HEAP_PER_WINDOW + Double.BYTES * optimiser));
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
        // An image is let go when its last window is done, while the next one has been begun.
        long images = Math.min(threads, 2L * tomograms) * image;
        return BASE + threads * PER_THREAD + heapOf(tomograms) + Math.max(loading(),
                reference.resident() + workspaces + images + tomograms * (filters + windows));
    }

    /** Returns the bytes of the Java heap with some tomograms in work. */
    long heapOf(int tomograms) {
        return HEAP_BASE + tables + tomograms * heap;
    }

    /** Returns the bytes outside the heap while the reference is being prepared, before there are windows. */
    private long loading() {
        return reference.loading() + threads * reference.buffers();
    }

    /** Returns how many tomograms to have in work at a time, at least 1. */
    int tomogramsAtOnce(MemoryLimits limits) {
        int n = useful;
        while (n > 1 && (!limits.holdModestly(peak(n)) || heapOf(n) > CAREFUL * limits.heap())) {
            n--;
        }
        return n;
    }

    /**
     * Makes sure that the job fits into memory, and warns if it only just does.
     *
     * @throws InputException if it does not fit, one tomogram at a time
     */
    void requireMemory(MemoryLimits limits, Consumer<String> warnings) {
        String need = String.format(Locale.ROOT, "the job needs about %s of memory, of which %s for the windows of "
                + "tomogram %s; this process may use %s", text(peak()), text(windows), largest, text(limits.bytes()));
        if (!limits.hold(peak())) {
            throw new InputException(limits.chosen()
                    ? Message.of(need, " by ", Setting.MAX_MEMORY, "; expected at least ",
                            text((long) Math.ceil(peak() * (1 + MemoryLimits.UNCERTAINTY))), ", or a smaller ",
                            Setting.RANGE, ", ", Setting.PADDING, " or ", Setting.BOX)
                    : Message.of(need, "; expected enough for all, try a smaller ", Setting.RANGE, ", ",
                            Setting.PADDING, " or ", Setting.BOX));
        }
        long least = heapOf(1);
        if (least > limits.heap()) {
            throw new InputException(String.format(Locale.ROOT, "the job needs about %s of Java heap for tomogram %s; "
                    + "the limit is %s, raise it with TOMO_ALIGN_JAVA_OPTIONS=-Xmx%dm", text(least), largest,
                    text(limits.heap()), Math.ceilDiv(2 * least, MEGABYTE)));
        }
        if (!limits.chosen() && peak() > CAREFUL * limits.bytes()) {
            warnings.accept(need);
        }
    }

    /** Returns the bytes of what is neither windows, filters, reference nor the threads' own. */
    long rest(int tomograms) {
        return BASE + threads * PER_THREAD + heapOf(tomograms) + Math.min(threads, 2L * tomograms) * image;
    }

    /** Returns the bytes in use at most while the reference is being prepared. */
    long whileLoading() {
        return BASE + threads * PER_THREAD + heapOf(1) + loading();
    }

    /** Returns a number of bytes for people. */
    static String text(long bytes) {
        return bytes < 10_000 * MEGABYTE ? String.format(Locale.ROOT, "%d MB", Math.ceilDiv(bytes, MEGABYTE))
                : String.format(Locale.ROOT, "%.1f GB", bytes / (1024.0 * MEGABYTE));
    }
}
