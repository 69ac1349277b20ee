package org.tomoalign.alignment.posterior;

import org.tomoalign.alignment.AlignmentProblem;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.model.ProjectionModel;

/** Which unknowns belong to which group of priors, and how the spreads of all groups are learned. */
final class PriorGroups {
    /** The largest factor by which a spread changes in a step. */
    private static final double LARGEST_STEP = 4;
    /* Times the wide spread is the largest that is learned. */
    private static final double LARGEST = 10;

    private final ParameterLayout layout;
    private final DeformationModel deformation;

    PriorGroups(AlignmentProblem problem) {
        layout = problem.layout();
        deformation = problem.deformation();
    }

    /** Returns the number of unknowns in a group; 0: it is not refined, or has another prior. */
    int count(PriorGroup group) {
        return switch (group) {
            case ANGLE -> layout.angles() ? 3 * layout.images() : 0;
            case SHIFT -> layout.shifts() ? 2 * layout.images() : 0;
            case POSITION -> layout.positions() ? 3 * layout.particles() : 0;
            case DEFORMATION -> deformation.isRegularisedByUser() ? 0 : layout.deformationParameters();
        };
    }

    /** Returns how much of a group's spread a unit of an unknown is: radians or px. */
    private double unit(PriorGroup group) {
        return switch (group) {
            case ANGLE -> ProjectionModel.ANGLE_SCALE;
            case SHIFT, POSITION -> 1;
            case DEFORMATION -> deformation.pxPerUnknown();
        };
    }

    private double precision(PriorGroup group, PriorSpreads spreads) {
        double relative = unit(group) / spreads.of(group);
        return relative * relative;
    }

    /** Returns the prior of some spreads. */
    NormalPrior prior(PriorSpreads spreads) {
        return new NormalPrior(precision(PriorGroup.ANGLE, spreads), precision(PriorGroup.SHIFT, spreads),
                precision(PriorGroup.POSITION, spreads),
                deformation.isRegularisedByUser() ? -1 : precision(PriorGroup.DEFORMATION, spreads));
    }

    /** Returns a group's values out of a vector with the layout of the unknowns. */
    private double[] select(PriorGroup group, double[] values) {
        double[] out = new double[count(group)];
        int stride = layout.imageStride();
        int n = 0;
        int from = switch (group) {
            case ANGLE, SHIFT -> 0;
            case POSITION -> layout.position(0);
            case DEFORMATION -> layout.deformation();
        };
        for (int i = from; n < out.length; i++) {
            boolean angle = layout.angles() && i % stride < 3;
            if (group != PriorGroup.ANGLE && group != PriorGroup.SHIFT || angle == (group == PriorGroup.ANGLE)) {
                out[n++] = values[i];
            }
        }
        return out;
    }

    /**
     * Returns the spreads after a step of the fixed point; groups that are fixed or not refined keep theirs.
     *
     * @param u the unknowns at the optimum
     */
    PriorSpreads learn(PriorSpreads spreads, double[] u, PosteriorVariances variances, PosteriorSettings settings) {
        PriorSpreads out = spreads;
        for (PriorGroup group : PriorGroup.values()) {
            if (count(group) > 0 && !settings.fixes(group)) {
                double[] values = select(group, u);
                double[] squares = select(group, variances.unknowns());
                double unit = unit(group);
                for (int i = 0; i < values.length; i++) {
                    values[i] *= unit;
                    squares[i] *= unit * unit;
                }
                double old = spreads.of(group);
                double next = new SpreadLearner(group.least(), LARGEST * group.wide()).next(values, squares, old);
                out = out.with(group, Math.clamp(next, old / LARGEST_STEP, old * LARGEST_STEP));
            }
        }
        return out;
    }
}
