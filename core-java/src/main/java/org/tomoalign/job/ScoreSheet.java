package org.tomoalign.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.posterior.PosteriorResult;
import org.tomoalign.alignment.posterior.PosteriorState;
import org.tomoalign.alignment.posterior.StandardErrors;
import org.tomoalign.alignment.posterior.Verdict;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.HeldOutGain;
import org.tomoalign.tomogram.ImageScore;
import org.tomoalign.tomogram.ParticleScore;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.TomogramScores;

/** Sums up by image and by particle what a refinement found out. */
final class ScoreSheet {
    private final AlignmentProblem problem;
    private final PosteriorResult result;
    private final int images;
    private final int particles;
    private final Sums byImage;
    private final Sums byParticle;

    /** Sums over the windows of an image or a particle. */
    private static final class Sums {
        private final int[] windows;
        private final int[] outOfRange;
        private final double[] before;
        private final double[] after;

        Sums(int n) {
            windows = new int[n];
            outOfRange = new int[n];
            before = new double[n];
            after = new double[n];
        }

        void add(int i, boolean far, double correlationBefore, double correlationAfter) {
            windows[i]++;
            outOfRange[i] += far ? 1 : 0;
            // Windows that have come onto their image since cannot be compared.
            before[i] += Double.isNaN(correlationBefore) ? 0 : correlationBefore;
            after[i] += Double.isNaN(correlationBefore) ? 0 : correlationAfter;
        }
    }

    /**
     * Sums up.
     *
     * @param refined the geometry that was refined
     * @param before  correlation of each window {@code p F + t} with the input's geometry; NaN where it did not count
     */
    ScoreSheet(
            Tomogram tomogram, Geometry refined, AlignmentProblem problem, CorrelationStack windows,
            PosteriorResult result, double[] before) {
        this.problem = problem;
        this.result = result;
        images = windows.images();
        particles = windows.particles();
        byImage = new Sums(images);
        byParticle = new Sums(particles);
        Projector projector = new Projector(tomogram.series(), refined);
        for (int p = 0; p < particles; p++) {
            for (int t = 0; t < images; t++) {
                int w = windows.window(p, t);
                if (problem.counts(w)) {
                    Vec3 q = projector.project(p, t);
                    boolean far = Math.hypot(q.x() - windows.x(w), q.y() - windows.y(w)) > windows.range();
                    byImage.add(t, far, before[w], result.correlation()[w]);
                    byParticle.add(p, far, before[w], result.correlation()[w]);
                }
            }
        }
    }

    /** @param prior whether there are priors on images and particles */
    TomogramScores scores(Optional<Verdict> verdict, boolean prior) {
        PosteriorState state = result.state();
        ParameterLayout layout = problem.layout();
        return new TomogramScores(verdict.map(Verdict::total).orElse(HeldOutGain.NONE),
                verdict.filter(Verdict::keepsInput).isPresent(), state.meanDispersion(),
                prior && layout.angles() ? state.spreads().angle() : 0,
                prior && layout.shifts() ? state.spreads().shift() : 0,
                prior && layout.positions() ? state.spreads().position() : 0, images(verdict), particles(verdict));
    }

    private List<ImageScore> images(Optional<Verdict> verdict) {
        StandardErrors errors = result.errors();
        List<ImageScore> out = new ArrayList<>();
        for (int t = 0; t < images; t++) {
            int image = t;
            out.add(new ImageScore(result.state().weights().images()[t], byImage.windows[t], byImage.before[t],
                    byImage.after[t], verdict.map(v -> v.images().get(image)).orElse(HeldOutGain.NONE),
                    Arrays.copyOfRange(errors.angles(), 3 * t, 3 * t + 3),
                    Arrays.copyOfRange(errors.shifts(), 2 * t, 2 * t + 2), errors.imageProjected()[t]));
        }
        return out;
    }

    private List<ParticleScore> particles(Optional<Verdict> verdict) {
        StandardErrors errors = result.errors();
        List<ParticleScore> out = new ArrayList<>();
        for (int p = 0; p < particles; p++) {
            int particle = p;
            out.add(new ParticleScore(result.state().weights().particles()[p], byParticle.windows[p],
                    byParticle.outOfRange[p], byParticle.before[p], byParticle.after[p],
                    verdict.map(v -> v.particles().get(particle)).orElse(HeldOutGain.NONE),
                    Arrays.copyOfRange(errors.positions(), 3 * p, 3 * p + 3), errors.particleProjected()[p],
                    errors.lastDisplacements().map(d -> Arrays.copyOfRange(d, 3 * particle, 3 * particle + 3))
                            .orElse(new double[0])));
        }
        return out;
    }
}
