package org.tomoalign.alignment;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionModel;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.model.ParticlePositions;
import org.tomoalign.alignment.model.Pivot;
import org.tomoalign.alignment.model.WindowCurvature;
import org.tomoalign.alignment.precondition.BundlePreconditioner;
import org.tomoalign.alignment.precondition.MotionPreconditioner;
import org.tomoalign.alignment.precondition.Preconditioner;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.linalg.CovarianceFactor;
import org.tomoalign.optimise.LbfgsSettings;
import org.tomoalign.optimise.PreconditionedObjective;
import org.tomoalign.optimise.StoppingRule;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.Trajectories;

/**
 * The cost of a tomogram's geometry: minus the sum of the interpolated cross-correlations plus the priors, as a
 * function of the unknowns of {@link ParameterLayout}.
 */
public final class AlignmentProblem implements PreconditionedObjective {
    /**
     * Settings of the optimiser. The memory is RELION's. Sets with large errors end at worse costs with fewer than about 14
     * plain iterations, and 15 to 20 make no difference. Sets in which steps fit have one or two misfits; where steps do not
     * fit, renewal after 4 to 8 is much the same.
     */
    public static final LbfgsSettings OPTIMISER = new LbfgsSettings(6, 15, 5, 8);

    /**
     * When the optimiser stops. With a tolerance of 1e-11 instead of 1e-9 on the progress of ten iterations, a few of
     * thousands of particles in flat windows go on creeping for hundreds of iterations.
     */
    public static final StoppingRule STOPPING = new StoppingRule(10_000, 1e-6, 1e-9, 10);

    /** Three angles and two shifts. */
    private static final int UNKNOWNS_PER_IMAGE = 5;

    private final Geometry given;
    private final Vec3 centre;
    private final Pivot pivot;
    private final MotionModel motion;
    private final DeformationModel deformation;
    private final ForkJoinPool pool;
    private final ParameterLayout layout;
    private final DataTerm data;
    private final CurrentGeometry geometry;
    private final Kernels kernels;
    /* Of images, particles and deformations. */
    private final NormalPrior prior;
    /* What preconditioners with all weights and priors share. */
    private final MotionBasis basis;
    /* Null until it is first wanted; empty if there is none. */
    private Optional<? extends Preconditioner> preconditioner;

    /**
     * @param windows     of the tomogram
     * @param given       the geometry that unknowns of 0 stand for. Where motion is refined it starts from given
     *                    trajectories, elsewhere these are added to the positions for good
     * @param centre      of the tomogram, px
     * @param pivot       of the rotations
     * @param options     what is refined
     * @param motion      how particles move
     * @param deformation how images deform
     * @param kernels     the arithmetic
     * @param pool        runs the work; results do not depend on its size
     */
    public AlignmentProblem(
            CorrelationStack windows, Geometry given, Vec3 centre, Pivot pivot, AlignmentOptions options,
            MotionModel motion, DeformationModel deformation, Kernels kernels, ForkJoinPool pool) {
        this.given = given;
        this.centre = centre;
        this.pivot = pivot;
        this.motion = motion;
        this.deformation = deformation;
        this.kernels = kernels;
        this.pool = pool;
        int images = windows.images();
        int particles = windows.particles();
        if (given.projections().size() != images || given.positions().size() != particles) {
            throw new IllegalArgumentException("windows of " + particles + " particles x " + images
                    + " images, but " + given.positions().size() + " positions, " + given.projections().size()
                    + " projections");
        }
        int deformationParameters = deformation.coefficients() * (deformation.perImage() ? images : 1);
        layout = new ParameterLayout(images, particles, !options.constAngles(), !options.constShifts(),
                !options.constParticles(), motion.parameters(), deformationParameters);
        ParticleBlocks blocks = new ParticleBlocks(
                particles, images, !deformation.isIdentity(), deformationParameters);
        data = new DataTerm(windows, windows.shape().kernels(kernels), deformation, options, blocks);
        geometry = new CurrentGeometry(layout, given, centre, pivot);
        basis = new MotionBasis();
        prior = NormalPrior.NONE;
    }

    private AlignmentProblem(AlignmentProblem other, DataTerm data, NormalPrior prior) {
        given = other.given;
        centre = other.centre;
        pivot = other.pivot;
        motion = other.motion;
        deformation = other.deformation;
        pool = other.pool;
        layout = other.layout;
        geometry = other.geometry;
        kernels = other.kernels;
        basis = other.basis;
        this.data = data;
        this.prior = prior;
    }

    /**
     * Returns the same problem with weighted windows and other priors. It shares its workspaces with this one: only one
     * of them may be at work at a time.
     *
     * @param weights factor of each window's correlation, element {@code p F + t}; not copied
     * @param other   takes the place of the deformation model's weak priors, which stay if it is {@link NormalPrior#NONE}
     */
    public AlignmentProblem with(double[] weights, NormalPrior other) {
        return new AlignmentProblem(this, data.weighted(weights), other);
    }

    /**
     * Returns the most doubles that the optimiser holds about the curvature where particles stand still.
     *
     * @param particles             N
     * @param images                F
     * @param deformationParameters of all images together
     */
    public static long preconditionerDoubles(long particles, long images, long deformationParameters) {
        return BundlePreconditioner.doubles(particles, UNKNOWNS_PER_IMAGE * images + deformationParameters);
    }

    @Override
    public int size() {
        return layout.size();
    }

    /**
     * Returns the unknowns to start from: zero, which is the geometry of the input; where motion is refined and
     * trajectories are given, their best fit.
     */
    public double[] start() {
        double[] x = new double[layout.size()];
        if (given.trajectories().arePresent() && motion instanceof GaussianProcessMotion moving) {
            moving.fit(given.trajectories().values(), x, layout.motion(), pool);
        }
        return x;
    }

    /**
     * Returns the unknowns whose geometry comes closest to that of another problem's, which differs in the prior on motion.
     *
     * @param x of the other problem
     */
    public double[] closestTo(AlignmentProblem other, double[] x) {
        double[] out = new double[layout.size()];
        System.arraycopy(x, 0, out, 0, layout.motion());
        System.arraycopy(x, other.layout.deformation(), out, layout.deformation(), layout.deformationParameters());
        if (other.layout.motionParameters() > 0 && motion instanceof GaussianProcessMotion moving) {
            double[] displacements = new double[3 * layout.particles() * layout.images()];
            other.motion.displacements(x, other.layout.motion(), displacements, pool);
            moving.fit(displacements, out, layout.motion(), pool);
        }
        return out;
    }

    @Override
    public double evaluate(double[] x, double[] gradient) {
        geometry.set(x, motion, pool);
        Arrays.fill(gradient, 0, layout.size(), 0);
        BlockSums sums = data.evaluate(geometry, null, pool);
        double cost = sums.value;
        geometry.projections.addGradient(x, sums.images, gradient);
        addParticles(geometry.particles, gradient);
        if (layout.motionParameters() > 0) {
            cost += motion.prior(x, layout.motion(), gradient);
        }
        if (layout.deformationParameters() > 0) {
            System.arraycopy(sums.deformation, 0, gradient, layout.deformation(), layout.deformationParameters());
            if (!prior.coversDeformation()) {
                cost += deformation.prior(x, layout.deformation(), gradient, layout.images());
            }
            cost += prior.isNone() ? positionPrior(x, gradient) : 0;
        }
        return cost + prior.addTo(x, gradient, layout);
    }

    /** Adds the gradient of the deformation model's weak prior on the particles' displacements, and returns its value. */
    private double positionPrior(double[] x, double[] gradient) {
        double weight = layout.positions() ? deformation.positionWeight() : 0;
        double sum = 0;
        if (weight > 0) {
            for (int i = layout.position(0); i < layout.motion(); i++) {
                sum += weight * x[i] * x[i];
                gradient[i] += 2 * weight * x[i];
            }
        }
        return sum;
    }

    @Override
    public boolean prepare(double[] x) {
        if (preconditioner == null) {
            preconditioner = preconditioner();
        }
        if (preconditioner.isEmpty()) {
            return false;
        }
        geometry.set(x, motion, pool);
        WindowCurvature curvature = new WindowCurvature(layout.particles() * layout.images());
        data.evaluate(geometry, curvature, pool);
        return preconditioner.get().update(geometry, curvature);
    }

    @Override
    public boolean gainsByRenewal() {
        return BundlePreconditioner.suits(layout);
    }

    private Optional<? extends Preconditioner> preconditioner() {
        if (BundlePreconditioner.suits(layout)) {
            return Optional.of(new BundlePreconditioner(layout, deformation, prior, kernels, pool));
        }
        return basis.of(this).map(motionless -> motionless.with(prior));
    }

    /** The part of the preconditioner with motion that depends neither on windows nor on priors. */
    private static final class MotionBasis {
        private Optional<MotionPreconditioner> made;

        Optional<MotionPreconditioner> of(AlignmentProblem problem) {
            if (made == null) {
                CovarianceFactor covariance =
                        problem.motion instanceof GaussianProcessMotion moving ? moving.covariance() : null;
                made = MotionPreconditioner.of(problem.layout, covariance, problem.kernels.matrices(), problem.pool);
            }
            return made;
        }
    }

    /** Makes the preconditioner ready for a start near the optimum. */
    public void expectOptimumNear() {
        preconditioner = preconditioner();
        if (preconditioner.orElse(null) instanceof BundlePreconditioner bundle) {
            bundle.beBold();
        }
    }

    /** Returns where the unknowns are. */
    public ParameterLayout layout() {
        return layout;
    }

    /** Returns the tomogram's centre, px. */
    public Vec3 centre() {
        return centre;
    }

    /** Returns how far from its pivot an image has the tomogram's centre, px, before it turns. */
    public Vec3 leverOfCentre(int image) {
        Projection projection = given.projections().get(image);
        return projection.apply(centre).minus(pivot.of(projection, centre));
    }

    /** Returns how particles move. */
    public MotionModel motion() {
        return motion;
    }

    /** Returns how images deform. */
    public DeformationModel deformation() {
        return deformation;
    }

    /** Returns whether a window counts: it is visible, and its image is not excluded. */
    public boolean counts(int window) {
        return data.counts(window);
    }

    /** Returns the windows as they are at a point, without weights and range regulariser. */
    public WindowCurvature windows(double[] x) {
        WindowCurvature out = new WindowCurvature(layout.particles() * layout.images());
        data.plain().evaluate(current(x), out, pool);
        return out;
    }

    /** Returns the weighted windows around the particles' positions at a point, which other places can be compared with. */
    public ShiftedWindows shifted(double[] x) {
        return data.shifted(current(x), pool);
    }

    /** Returns the pool that runs the work. */
    public ForkJoinPool pool() {
        return pool;
    }

    /** Returns the geometry at a point, valid until the next call of any method with another point. */
    public CurrentGeometry current(double[] x) {
        geometry.set(x, motion, pool);
        return geometry;
    }

    @Override
    public void precondition(double[] v, double[] out) {
        preconditioner.orElseThrow().apply(v, out);
    }

    private void addParticles(ParticlePositions particles, double[] gradient) {
        if (layout.positions()) {
            System.arraycopy(particles.positionGradient, 0, gradient, layout.position(0), 3 * layout.particles());
        }
        if (layout.motionParameters() > 0) {
            motion.addGradient(particles.displacementGradient, gradient, layout.motion(), pool);
        }
    }

    /** Returns the geometry that the unknowns stand for. */
    public Geometry geometry(double[] x) {
        List<Vec3> positions = new ArrayList<>();
        for (int p = 0; p < layout.particles(); p++) {
            Vec3 start = given.positions().get(p);
            int at = layout.position(p);
            positions.add(layout.positions() ? start.plus(new Vec3(x[at], x[at + 1], x[at + 2])) : start);
        }
        Trajectories trajectories = given.trajectories();
        if (layout.motionParameters() > 0) {
            double[] displacements = new double[3 * layout.particles() * layout.images()];
            motion.displacements(x, layout.motion(), displacements, pool);
            trajectories = new Trajectories(layout.images(), displacements);
        }
        return new Geometry(geometry.projections.projections(x), positions, trajectories,
                deformation.deformation(x, layout.deformation()));
    }
}
