package org.tomoalign.job;

import java.lang.foreign.Arena;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicReference;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.correlation.HalfPlane;
import org.tomoalign.correlation.NoiseSpectrum;
import org.tomoalign.correlation.SpectralWeights;
import org.tomoalign.correlation.TiltStack;
import org.tomoalign.correlation.WholeImageCorrelator;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/** Aligns tomograms against one reference; several threads may do so at once. Closing it frees its buffers. */
public final class TomogramAligner implements AutoCloseable {
    private final AlignSettings settings;
    private final ReferenceMap reference;
    private final Diagnostics diagnostics;
    private final ForkJoinPool pool;
    private final HalfPlane plane;
    private final Kernels kernels = KernelProvider.get();
    private final Fftw fftw = Fftw.get();
    private final Correlator correlator;

    /**
     * Prepares to align.
     *
     * @param settings  all but the number of threads, which is the pool's
     * @param reference prepared for these settings; stays the caller's to close
     * @param pool      runs all work
     */
    public TomogramAligner(AlignSettings settings, ReferenceMap reference, ForkJoinPool pool) {
        this(settings, reference, new Diagnostics(Optional.empty()), pool);
    }

    /**
     * @param reference   stays the caller's to close
     * @param diagnostics takes intermediate images
     * @param pool        runs all parallel work
     */
    TomogramAligner(AlignSettings settings, ReferenceMap reference, Diagnostics diagnostics, ForkJoinPool pool) {
        this.settings = settings;
        this.reference = reference;
        this.diagnostics = diagnostics;
        this.pool = pool;
        plane = new HalfPlane(settings.box());
        correlator = new Correlator(plane, settings.windowShape(), settings.visibility(reference.particleRadius()), kernels,
                fftw, reference, settings.compat());
    }

    /**
     * Aligns a tomogram, in the pool from wherever it is called.
     *
     * @param tomogram stays as it is; {@code tomogram.at(result.geometry())} is the aligned one
     * @param listener receives what happens meanwhile
     * @throws InputException if its images are missing, damaged, blank or smaller than the box, if no prediction is left, or
     *                        if it has deformations and a magnification is to be refined
     */
    public AlignedTomogram align(Tomogram tomogram, JobListener listener) {
        JobInputs.requireBoxFits(tomogram.series(), settings.box());
        if (ForkJoinTask.getPool() == pool) {
            return alignHere(tomogram, listener);
        }
        AtomicReference<AlignedTomogram> result = new AtomicReference<>();
        InFlight.run(pool, 1, 1, (item, check) -> result.set(alignHere(tomogram, listener)));
        return result.get();
    }

    /** Aligns a tomogram; runs in a task of the pool. */
    private AlignedTomogram alignHere(Tomogram given, JobListener listener) {
        StageClock clock = new StageClock();
        try (TiltStack pixels = TiltStack.open(given.series()); Arena memory = Arena.ofShared()) {
            ImageScan.require(given.series(), pixels, pool, listener);
            clock.lap("images");
            SpectralWeights weights = weights(given.series(), pixels, listener);
            diagnostics.frequencyWeights(given.series(), plane, weights);
            clock.lap("noise");
            Tomogram tomogram = withDeformation(given);
            ShiftAligner shifts = new ShiftAligner(listener, diagnostics, settings.range(), pool);
            if (settings.mode() == AlignmentMode.IMAGE_SHIFTS) {
                WholeImageCorrelator images = new WholeImageCorrelator(
                        plane, kernels, fftw, reference, settings.weights(), settings.compat());
                return shifts.byImages(tomogram, pixels, images, clock);
            }
            if (settings.mode() == AlignmentMode.PARTICLE_SHIFTS) {
                Correlator.Result correlation = correlate(tomogram, pixels, weights, memory, listener);
                diagnostics.correlationSums(tomogram.series(), correlation.windows(), pool);
                clock.lap(StageClock.CORRELATION);
                return shifts.byParticles(tomogram, correlation, clock);
            }
            try (CycleMemory cycle = new CycleMemory()) {
                return new GeometryRefiner(settings, listener, kernels, pool).refine(tomogram, at -> {
                    Correlator.Result correlation = correlate(at, pixels, weights, cycle.next(), listener);
                    if (at.geometry() == tomogram.geometry()) {
                        diagnostics.correlationSums(tomogram.series(), correlation.windows(), pool);
                    }
                    clock.lap(StageClock.CORRELATION);
                    return correlation;
                }, clock);
            }
        }
    }

    /**
     * Computes the windows of a tomogram around its geometry, in the pool from wherever it is called.
     *
     * @param owner owns their memory
     */
    Correlator.Result windows(Tomogram given, Arena owner, JobListener listener) {
        AtomicReference<Correlator.Result> result = new AtomicReference<>();
        InFlight.run(pool, 1, 1, (item, check) -> {
            try (TiltStack pixels = TiltStack.open(given.series())) {
                ImageScan.require(given.series(), pixels, pool, listener);
                SpectralWeights weights = weights(given.series(), pixels, listener);
                result.set(correlate(withDeformation(given), pixels, weights, owner, listener));
            }
        });
        return result.get();
    }

    /** Returns a tomogram with the deformation from which its refinement starts. Warnings were given when it was read. */
    private Tomogram withDeformation(Tomogram given) {
        return given.at(given.geometry().withDeformation(
                InputDeformations.of(given, settings.deformation(), warning -> { })));
    }

    /** Returns the frequency weights of a tilt series. */
    private SpectralWeights weights(TiltSeries series, TiltStack pixels, JobListener listener) {
        try (JobListener.Stage stage = listener.stage(series.name(), Activity.MEASURING_NOISE, series.images().size())) {
            List<double[]> spectra = settings.weights().whitening() == SpectralWeights.Whitening.NONE ? List.of()
                    : NoiseSpectrum.measure(plane, reference.shells().lastWeightedShell(), pixels, series.imageWidth(),
                            series.imageHeight(), kernels, fftw, pool, stage::advance);
            // RELION's padding loses the columns from (size/2 + 1)/2 on.
            int maxColumns = settings.compat() ? plane.width() / 2 : plane.width();
            return SpectralWeights.of(plane, series, spectra, reference.shells(), settings.weights(), maxColumns);
        }
    }

    /** Computes the correlation windows of a tomogram. */
    private Correlator.Result correlate(
            Tomogram tomogram, TiltStack pixels, SpectralWeights weights, Arena memory, JobListener listener) {
        try (JobListener.Stage stage =
                listener.stage(tomogram.name(), Activity.CORRELATING, tomogram.particleImages())) {
            Correlator.Result correlation =
                    correlator.correlate(tomogram, pixels, weights, memory, pool, stage::advance);
            requireSignal(tomogram, correlation);
            return correlation;
        }
    }

    /** Throws {@link InputException} if the predictions are 0 wherever they were measured. */
    private static void requireSignal(Tomogram tomogram, Correlator.Result correlation) {
        double[] measured = Arrays.stream(correlation.predictedPower()).filter(power -> !Double.isNaN(power)).toArray();
        if (measured.length > 0 && Arrays.stream(measured).noneMatch(power -> power > 0)) {
            throw new InputException(Message.of(tomogram.name(), ": the predictions of all particles are 0: no frequency of the "
                    + "reference is left by its FSC, ", Setting.RESOLUTION_LIMIT, ", the dose and ", Setting.WEIGHT_CUTOFF));
        }
    }

    /** The memory of one cycle's windows, freed when the next begins. */
    private static final class CycleMemory implements AutoCloseable {
        private Arena arena = Arena.ofShared();

        Arena next() {
            close();
            arena = Arena.ofShared();
            return arena;
        }

        @Override
        public void close() {
            if (arena.scope().isAlive()) {
                arena.close();
            }
        }
    }

    @Override
    public void close() {
        correlator.close();
    }
}
