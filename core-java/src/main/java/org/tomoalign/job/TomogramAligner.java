package org.tomoalign.job;

import java.lang.foreign.Arena;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.tomoalign.correlation.Correlator;
import org.tomoalign.correlation.HalfPlane;
import org.tomoalign.correlation.NoiseSpectrum;
import org.tomoalign.correlation.SpectralWeights;
import org.tomoalign.correlation.TiltStack;
import org.tomoalign.correlation.WholeImageCorrelator;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.geometry.SeriesDeformation;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.KernelProvider;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.optics.Aberrations;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.ImageDeformations;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Trajectory;

/** Aligns tomograms against one reference; several threads may do so at once. */
final class TomogramAligner implements AutoCloseable {
    private final AlignSettings settings;
    private final ReferenceMap reference;
    private final Diagnostics diagnostics;
    private final ForkJoinPool pool;
    private final HalfPlane plane;
    private final Kernels kernels = KernelProvider.get();
    private final Fftw fftw = Fftw.get();
    private final Correlator correlator;

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
        correlator = new Correlator(plane, settings.range(), settings.pad(), kernels, fftw, reference,
                settings.compat());
    }

    /**
     * What is to be aligned.
     *
     * @param series       the tilt series
     * @param particles    its particles, at least one
     * @param trajectories one per particle, or none at all
     * @param aberrations  by number of the optics group
     * @param deformations of its images, if the project has any
     */
    record Task(
            TiltSeries series, List<Particle> particles, List<Trajectory> trajectories,
            Map<Integer, Aberrations> aberrations, Optional<ImageDeformations> deformations) {
    }

    /**
     * Aligns a tomogram; to be called in a task of the pool.
     *
     * @param listener is told how it gets on
     * @throws org.tomoalign.input.InputException if its images are missing or damaged
     */
    AlignedTomogram align(Task task, JobListener listener) {
        StageClock clock = new StageClock();
        try (TiltStack pixels = TiltStack.open(task.series()); Arena memory = Arena.ofShared()) {
            SpectralWeights weights = weights(task.series(), pixels, listener);
            diagnostics.frequencyWeights(task.series(), plane, weights);
            clock.lap("noise");
            // Warnings have been given when the input was read.
            SeriesDeformation deformation =
                    InputDeformations.of(task.series(), task.deformations(), settings.deformation(), warning -> { });
            Correlator.Tomogram tomogram = new Correlator.Tomogram(
                    task.series(), pixels, task.particles(), paths(task), deformation, weights, task.aberrations());
            ShiftAligner shifts = new ShiftAligner(listener, diagnostics, settings.range());
            if (settings.mode() == AlignmentMode.IMAGE_SHIFTS) {
                WholeImageCorrelator images = new WholeImageCorrelator(
                        plane, kernels, fftw, reference, settings.weights(), settings.compat());
                return shifts.byImages(task, tomogram, images, clock);
            }
            Correlator.Result correlation = correlate(tomogram, memory, listener);
            diagnostics.correlationSums(task.series(), correlation.windows());
            clock.lap(StageClock.CORRELATION);
            if (settings.mode() == AlignmentMode.PARTICLE_SHIFTS) {
                return shifts.byParticles(task, correlation, clock);
            }
            return new GeometryRefiner(settings, listener, kernels, pool).refine(task, deformation, correlation, clock);
        }
    }

    /** Returns the frequency weights of a tilt series. */
    private SpectralWeights weights(TiltSeries series, TiltStack pixels, JobListener listener) {
        try (JobListener.Stage stage = listener.stage(series.name(), "measuring the noise", series.images().size())) {
            List<double[]> spectra = settings.weights().whitening() == SpectralWeights.Whitening.NONE ? List.of()
                    : NoiseSpectrum.measure(plane, reference.shells().lastWeightedShell(), pixels, series.imageWidth(),
                            series.imageHeight(), kernels, fftw, stage::advance);
            // RELION's padding loses the columns from (size/2 + 1)/2 on.
            int maxColumns = settings.compat() ? plane.width() / 2 : plane.width();
            return SpectralWeights.of(plane, series, spectra, reference.shells(), settings.weights(), maxColumns);
        }
    }

    /** Computes the correlation windows of a tomogram. */
    private Correlator.Result correlate(Correlator.Tomogram tomogram, Arena memory, JobListener listener) {
        TiltSeries series = tomogram.series();
        long total = (long) tomogram.particles().size() * series.images().size();
        try (JobListener.Stage stage = listener.stage(series.name(), "correlating", total)) {
            return correlator.correlate(tomogram, memory, stage::advance);
        }
    }

    /** Returns where each particle is in each image (file order), px. */
    private static List<List<Vec3>> paths(Task task) {
        int images = task.series().images().size();
        double px = task.series().pixelSize();
        return IntStream.range(0, task.particles().size()).mapToObj(p -> {
            Vec3 start = task.particles().get(p).position();
            return task.trajectories().isEmpty() ? Collections.nCopies(images, start)
                    : task.trajectories().get(p).offsets().stream().map(o -> start.plus(o.times(1 / px))).toList();
        }).toList();
    }

    @Override
    public void close() {
        correlator.close();
    }
}
