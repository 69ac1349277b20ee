package org.tomoalign.alignment.posterior;

import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.NormalPrior;
import org.tomoalign.alignment.model.ParameterLayout;
import org.tomoalign.alignment.precondition.ImageCoupling;
import org.tomoalign.alignment.precondition.ImageModes;
import org.tomoalign.alignment.precondition.MeanCurvature;
import org.tomoalign.alignment.precondition.ParticleModes;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.linalg.CovarianceFactor;
import org.tomoalign.parallel.Workers;

/**
 * The variances of particles that move, in the model in which the problem separates into patterns over the particles times
 * patterns over the images ({@link ImageModes}): the weight of a window is taken as a product of one of its image and one, beta,
 * of its particle. In terms of {@code sqrt(beta)} times the particles' displacements, all particles are then alike, and the
 * covariance of their velocities is that of the motion, scaled likewise; its patterns are complete for few particles, and for many
 * those that the leading ones do not reach have their mean variance.
 *
 * <p>The variance of a displacement has two parts: one with the images as they are, and that of the particles' response to the
 * images' errors, which is linear in (1, X, Y, Z). The prior on positions is that of a mean particle within the patterns, and
 * corrected for each particle's own afterwards.
 */
final class MovingVariances {
    private static final int FIELDS = ImageCoupling.FIELDS;
    /* Of the mean: particles of less weight are taken to have that much. */
    private static final double LEAST_WEIGHT = 1e-3;
    /* Of the strongest pattern's variance: what patterns that are left out have at least. */
    private static final double LEAST_VARIANCE = 1e-12;
    private static final int PARTICLES = 16;
    /* The cost holds the whole sum of the squared coefficients, as in RELION, which is a prior of half the variance that the motion
       is said to have. Errors are those under the variance it is said to have. */
    private static final double BELIEVED = 2;

    private final CurrentGeometry geometry;
    private final ParameterLayout layout;
    private final NormalPrior prior;
    private final Kernels kernels;
    private final ForkJoinPool pool;
    private final int particles;
    private final int images;
    private final int positions;
    /* Trace of the curvature of each window. */
    private final double[] information;
    /* Per particle; 1 on average. */
    private final double[] beta;
    /* Weight of the prior on positions that the patterns have, in units of that of a particle with beta 1. */
    private final double commonPrior;
    private final ImageCoupling coupling;
    private final ParticleModes modes;
    private final ImageModes imageModes;
    private final int size;
    /* Variance of each (particle mode, image mode), and of image modes outside the particle modes. */
    private final double[][] variances;
    private final double[] restVariances;
    private final double restMotion;
    private final double[] displacements;

    private MovingVariances(
            CurrentGeometry geometry, CovarianceFactor covariance, ExpectedCurvature expected, double[] factors,
            NormalPrior prior, Kernels kernels, ForkJoinPool pool) {
        this.geometry = geometry;
        this.prior = prior;
        this.kernels = kernels;
        this.pool = pool;
        layout = geometry.layout;
        particles = layout.particles();
        images = layout.images();
        positions = layout.positions() ? 3 : 0;
        beta = new double[particles];
        information = factors.clone();
        coupling = new ImageCoupling(geometry, separate(expected, factors));
        double sum = 0;
        double squares = 0;
        for (double b : beta) {
            sum += b;
            squares += b * b;
        }
        commonPrior = sum / squares;
        modes = required(ParticleModes.of(scaled(covariance), kernels.matrices(), pool));
        imageModes = required(ImageModes.of(coupling.positionCurvatures(), images, positions,
                commonPrior * prior.position(), modes.values()[0]));
        size = imageModes.size();
        displacements = imageModes.displacements();
        variances = new double[modes.count()][];
        double rest = 0;
        for (int i = 0; i < particles; i++) {
            for (int b = 0; b < covariance.rank(); b++) {
                double l = covariance.factor()[i * covariance.rank() + b];
                rest += BELIEVED * beta[covariance.pivots()[i]] * l * l;
            }
        }
        for (int b = 0; b < modes.count(); b++) {
            variances[b] = imageModes.inverseCurvature(modes.values()[b]);
            rest -= modes.values()[b];
        }
        int left = Math.max(1, covariance.rank() - modes.count());
        restMotion = Math.max(rest / left, LEAST_VARIANCE * modes.values()[0]);
        restVariances = imageModes.inverseCurvature(restMotion);
    }

    /**
     * Computes the variances.
     *
     * @param covariance of the velocities
     * @param expected   curvature of a window of each image
     * @param factors    of this curvature, per window; 0 where it does not count
     * @param prior      on the other unknowns
     * @param ofWindows  whether those of the projected positions and of the last displacements are wanted
     */
    static PosteriorVariances of(
            CurrentGeometry geometry, CovarianceFactor covariance, ExpectedCurvature expected, double[] factors,
            NormalPrior prior, boolean ofWindows, Kernels kernels, ForkJoinPool pool) {
        return new MovingVariances(geometry, covariance, expected, factors, prior, kernels, pool).compute(ofWindows);
    }

    private static <T> T required(Optional<T> part) {
        return part.orElseThrow(() -> new ArithmeticException("the curvature of the windows is not finite"));
    }

    /** Divides the windows' weights into those of particles and images; returns the curvature of a mean particle's windows. */
    private MeanCurvature separate(ExpectedCurvature expected, double[] factors) {
        double[] ofImages = new double[images];
        double all = 0;
        for (int w = 0; w < factors.length; w++) {
            int t = w % images;
            information[w] = factors[w] * (expected.xx()[t] + expected.yy()[t]);
            beta[w / images] += information[w];
            ofImages[t] += factors[w] / particles;
            all += information[w] / particles;
        }
        double sum = 0;
        for (int p = 0; p < particles; p++) {
            beta[p] = all > 0 ? Math.max(LEAST_WEIGHT, beta[p] / all) : 1;
            sum += beta[p] / particles;
        }
        MeanCurvature out = new MeanCurvature(new double[images], new double[images], new double[images]);
        for (int p = 0; p < particles; p++) {
            beta[p] /= sum;
        }
        for (int t = 0; t < images; t++) {
            out.xx()[t] = ofImages[t] * expected.xx()[t];
            out.xy()[t] = ofImages[t] * expected.xy()[t];
            out.yy()[t] = ofImages[t] * expected.yy()[t];
        }
        return out;
    }

    private CovarianceFactor scaled(CovarianceFactor covariance) {
        double[] factor = covariance.factor().clone();
        int rank = covariance.rank();
        for (int i = 0; i < particles; i++) {
            double root = Math.sqrt(BELIEVED * beta[covariance.pivots()[i]]);
            for (int b = 0; b < rank; b++) {
                factor[i * rank + b] *= root;
            }
        }
        return new CovarianceFactor(covariance.n(), rank, covariance.pivots(), factor, covariance.lower(), 0);
    }

    private PosteriorVariances compute(boolean ofWindows) {
        double[] unknowns = new double[layout.size()];
        double[] windows = new double[particles * images];
        double[] last = ofWindows ? new double[3 * particles] : null;
        ImageResponse response = coupling.unknowns == 0 ? null : response();
        if (response != null) {
            System.arraycopy(response.variances(), 0, unknowns, 0, coupling.unknowns);
        }
        double[] lines = projectedModes();
        Workers.run(pool, (particles + PARTICLES - 1) / PARTICLES, unit -> {
            for (int p = unit * PARTICLES; p < Math.min(particles, (unit + 1) * PARTICLES); p++) {
                particle(p, lines, response, unknowns, windows, last);
            }
        });
        // The trace of the covariance times the windows' part of the Hessian, taking their curvatures as round.
        double determined = 0;
        for (int w = 0; w < windows.length; w++) {
            determined += 0.5 * information[w] * windows[w];
        }
        return new PosteriorVariances(unknowns, determined, ofWindows ? windows : null, last);
    }

    /** Returns the images' displacement patterns as they appear on the images: element ((2 t + component) size + j). */
    private double[] projectedModes() {
        double[] out = new double[2 * images * size];
        AffineMaps a = geometry.projections.maps();
        for (int t = 0; t < images; t++) {
            project(out, 2 * t, a.a00[t], a.a01[t], a.a02[t], t);
            project(out, 2 * t + 1, a.a10[t], a.a11[t], a.a12[t], t);
        }
        return out;
    }

    private void project(double[] out, int row, double x, double y, double z, int t) {
        for (int j = 0; j < size; j++) {
            out[row * size + j] = x * displacements[3 * t * size + j] + y * displacements[(3 * t + 1) * size + j]
                    + z * displacements[(3 * t + 2) * size + j];
        }
    }

    private void particle(
            int p, double[] lines, ImageResponse response, double[] unknowns, double[] windows, double[] last) {
        double[] own = own(p);
        ParticleCorrection correction = new ParticleCorrection(imageModes, own,
                positions == 0 ? 0 : prior.position() * (1 - commonPrior * beta[p]));
        double[] field = field(p);
        for (int axis = 0; axis < positions; axis++) {
            double shared = response == null ? 0 : response.ofPosition(axis, field);
            unknowns[layout.position(p) + axis] = correction.variance(position(axis), 0) + shared;
        }
        for (int t = 0; t < images; t++) {
            windows[p * images + t] = correction.variance(lines, 2 * t * size)
                    + correction.variance(lines, (2 * t + 1) * size)
                    + (response == null ? 0 : response.ofWindow(t, field));
        }
        for (int axis = 0; axis < 3 && last != null; axis++) {
            double shared = response == null ? 0 : response.ofLastDisplacement(axis, field);
            last[3 * p + axis] = correction.variance(lastDisplacement(axis), 0) + shared;
        }
    }

    private double[] field(int p) {
        double[] x = geometry.particles.positions;
        return new double[] {1, x[3 * p], x[3 * p + 1], x[3 * p + 2]};
    }

    /** Returns a coordinate of the position by image mode. */
    private double[] position(int axis) {
        double[] out = new double[size];
        for (int j = 0; j < size; j++) {
            out[j] = imageModes.phi()[j * size + axis];
        }
        return out;
    }

    /** Returns a coordinate of the displacement between the first and the last image by image mode. */
    private double[] lastDisplacement(int axis) {
        double[] out = new double[size];
        for (int j = 0; j < size; j++) {
            out[j] = displacements[(3 * (images - 1) + axis) * size + j] - displacements[axis * size + j];
        }
        return out;
    }

    /** Returns the variances of a particle's image modes, images as they are. */
    private double[] own(int p) {
        double[] out = new double[size];
        double rest = 1;
        for (int b = 0; b < modes.count(); b++) {
            double v = modes.vectors()[b * particles + p];
            kernels.vectors().axpy(v * v, variances[b], out, size);
            rest -= v * v;
        }
        kernels.vectors().axpy(Math.max(0, rest), restVariances, out, size);
        kernels.vectors().scale(1 / beta[p], out, size);
        return out;
    }

    /** Eliminates the particles and inverts what is left for the images. */
    private ImageResponse response() {
        double[][] roots = new double[FIELDS][particles];
        double[][] inModes = new double[FIELDS][modes.count()];
        double[] moments = new double[FIELDS * FIELDS];
        for (int p = 0; p < particles; p++) {
            double[] field = field(p);
            for (int a = 0; a < FIELDS; a++) {
                roots[a][p] = Math.sqrt(beta[p]) * field[a];
            }
        }
        double[][] through = new double[FIELDS * FIELDS][size];
        for (int a = 0; a < FIELDS; a++) {
            for (int b = 0; b < modes.count(); b++) {
                for (int p = 0; p < particles; p++) {
                    inModes[a][b] += roots[a][p] * modes.vectors()[b * particles + p];
                }
            }
        }
        for (int a = 0; a < FIELDS; a++) {
            for (int c = 0; c < FIELDS; c++) {
                moments[FIELDS * a + c] = kernels.vectors().dot(roots[a], roots[c], particles);
                double rest = moments[FIELDS * a + c];
                for (int b = 0; b < modes.count(); b++) {
                    double product = inModes[a][b] * inModes[c][b];
                    kernels.vectors().axpy(product, variances[b], through[FIELDS * a + c], size);
                    rest -= product;
                }
                kernels.vectors().axpy(rest, restVariances, through[FIELDS * a + c], size);
            }
        }
        double[] precisions = IntStream.range(0, coupling.unknowns)
                .mapToDouble(u -> prior.ofImage(layout, u % layout.imageStride())).toArray();
        return ImageResponse.of(coupling, imageModes, geometry.projections.maps(), moments, through, precisions,
                kernels.vectors(), pool);
    }
}
