package org.tomoalign.alignment;

import java.util.concurrent.ForkJoinPool;
import org.tomoalign.alignment.model.CurrentGeometry;
import org.tomoalign.alignment.model.DeformationModel;
import org.tomoalign.alignment.model.DeformedPoints;
import org.tomoalign.alignment.model.WindowCurvature;
import org.tomoalign.correlation.CorrelationStack;
import org.tomoalign.kernels.BicubicKernels;

/**
 * Minus the sum of the interpolated cross-correlations, with its gradient and second derivatives.
 *
 * <p>The windows hold the same function whatever their padding, only sampled more finely, so the value carries no
 * factor {@code pad}; the gradient does, by the chain rule. (RELION multiplies both by it: with {@code --pad 2} its
 * value and gradient contradict each other.)
 */
final class DataTerm {
    /** Window coordinate given to windows that do not count: outside any window. */
    private static final double OUTSIDE = -1e30;

    private final CorrelationStack windows;
    private final BicubicKernels kernels;
    private final DeformationModel deformation;
    private final double rangeRegulariser;
    private final int images;
    private final int pad;
    private final ParticleBlocks blocks;
    /* Window coordinate = pad * image position + origin. */
    private final double[] originX;
    private final double[] originY;
    /* Per window, a factor of its cost; or null, all are 1. */
    private final double[] weights;

    DataTerm(
            CorrelationStack windows, BicubicKernels kernels, DeformationModel deformation, AlignmentOptions options,
            ParticleBlocks blocks) {
        this.windows = windows;
        this.kernels = kernels;
        this.deformation = deformation;
        this.blocks = blocks;
        weights = null;
        rangeRegulariser = options.rangeRegulariser();
        images = windows.images();
        pad = windows.pad();
        int particles = windows.particles();
        originX = new double[particles * images];
        originY = new double[particles * images];
        for (int p = 0; p < particles; p++) {
            for (int t = 0; t < images; t++) {
                int w = windows.window(p, t);
                boolean counted = windows.visible(w) && options.counts(t);
                originX[w] = counted ? windows.centre() - pad * windows.x(w) : OUTSIDE;
                originY[w] = counted ? windows.centre() - pad * windows.y(w) : OUTSIDE;
            }
        }
    }

    private DataTerm(DataTerm other, double rangeRegulariser, double[] weights) {
        windows = other.windows;
        kernels = other.kernels;
        deformation = other.deformation;
        blocks = other.blocks;
        images = other.images;
        pad = other.pad;
        originX = other.originX;
        originY = other.originY;
        this.rangeRegulariser = rangeRegulariser;
        this.weights = weights;
    }

    /** Returns this term with a factor for each window; not to be evaluated at the same time. */
    DataTerm weighted(double[] factors) {
        return new DataTerm(this, rangeRegulariser, factors);
    }

    /** Returns the plain sum of the windows, without factors and range regulariser; not to be evaluated at the same time. */
    DataTerm plain() {
        return new DataTerm(this, 0, null);
    }

    /** Returns whether a window counts: it is visible, and its image is not excluded. */
    boolean counts(int window) {
        return originX[window] != OUTSIDE;
    }

    /**
     * Computes value and gradient; the geometry receives the gradients by positions and displacements.
     *
     * @param curvature receives gradient and second derivatives per window; null if not wanted
     */
    BlockSums evaluate(CurrentGeometry geometry, WindowCurvature curvature, ForkJoinPool pool) {
        return blocks.run(pool, (work, share, first, last) -> {
            for (int p = first; p < last; p++) {
                locate(geometry, work, p, (p - first) * images);
            }
            int points = (last - first) * images;
            interpolate(work, (long) first * images, points, curvature != null);
            if (weights != null) {
                weigh(work, first * images, points, curvature != null);
            }
            double sum = 0;
            for (int i = 0; i < points; i++) {
                sum += work.value[i];
            }
            share.value = -sum;
            if (rangeRegulariser > 0) {
                share.value += regularise(work, points, curvature != null);
            }
            if (curvature != null) {
                store(work, points, curvature, first * images);
            }
            for (int p = first; p < last; p++) {
                int from = (p - first) * images;
                if (work.deformed != null) {
                    throughDeformation(work, share, from);
                }
                work.addTo(share.images, from);
                work.backProject(geometry.projections.maps(), geometry.particles, p, from);
            }
        });
    }

    /** Returns the windows with the particles' present positions in them, for sums over images or particles. */
    ShiftedWindows shifted(CurrentGeometry geometry, ForkJoinPool pool) {
        ShiftedWindows shifted = new ShiftedWindows(windows, weights);
        blocks.run(pool, (work, share, first, last) -> {
            for (int p = first; p < last; p++) {
                locate(geometry, work, p, (p - first) * images);
                for (int t = 0; t < images; t++) {
                    int i = (p - first) * images + t;
                    if (counts(p * images + t)) {
                        shifted.setPosition(p * images + t, work.windowX[i], work.windowY[i]);
                    }
                }
            }
        });
        return shifted;
    }

    /** Computes a particle's positions in the windows of all images. */
    private void locate(CurrentGeometry geometry, BlockWorkspace work, int p, int from) {
        work.place(geometry.particles, p, from);
        work.project(geometry.projections.maps(), from);
        if (work.deformed != null) {
            DeformedPoints d = work.deformed;
            System.arraycopy(work.windowX, from, d.undeformedX, from, images);
            System.arraycopy(work.windowY, from, d.undeformedY, from, images);
            System.arraycopy(work.windowX, from, d.x, from, images);
            System.arraycopy(work.windowY, from, d.y, from, images);
            deformation.deform(geometry.unknowns, geometry.layout.deformation(), d, from, images);
            System.arraycopy(d.x, from, work.windowX, from, images);
            System.arraycopy(d.y, from, work.windowY, from, images);
        }
        int window = p * images;
        for (int t = 0; t < images; t++) {
            work.windowX[from + t] = pad * work.windowX[from + t] + originX[window + t];
            work.windowY[from + t] = pad * work.windowY[from + t] + originY[window + t];
        }
    }

    /** Reads the windows; derivatives come out per px of the image, with the sign of the cost. */
    private void interpolate(BlockWorkspace work, long firstWindow, int points, boolean second) {
        if (second) {
            kernels.valueGradientAndHessian(windows.segment(), windows.side(), firstWindow, points, work.windowX,
                    work.windowY, work.value, work.gx, work.gy, work.hxx, work.hxy, work.hyy);
            double scale = -(double) pad * pad;
            for (int i = 0; i < points; i++) {
                work.hxx[i] *= scale;
                work.hxy[i] *= scale;
                work.hyy[i] *= scale;
            }
        } else {
            kernels.valueAndGradient(windows.segment(), windows.side(), firstWindow, points, work.windowX,
                    work.windowY, work.value, work.gx, work.gy);
        }
        for (int i = 0; i < points; i++) {
            work.gx[i] *= -pad;
            work.gy[i] *= -pad;
        }
    }

    private void weigh(BlockWorkspace work, int firstWindow, int points, boolean second) {
        multiply(work.value, firstWindow, points);
        multiply(work.gx, firstWindow, points);
        multiply(work.gy, firstWindow, points);
        if (second) {
            multiply(work.hxx, firstWindow, points);
            multiply(work.hxy, firstWindow, points);
            multiply(work.hyy, firstWindow, points);
        }
    }

    private void multiply(double[] values, int firstWindow, int points) {
        for (int i = 0; i < points; i++) {
            values[i] *= weights[firstWindow + i];
        }
    }

    /** Adds the penalty on displacements beyond the range to the derivatives, and returns its value. */
    private double regularise(BlockWorkspace work, int points, boolean second) {
        double range = windows.range();
        double sum = 0;
        for (int i = 0; i < points; i++) {
            double ex = (work.windowX[i] - windows.centre()) / pad;
            double ey = (work.windowY[i] - windows.centre()) / pad;
            double e = Math.sqrt(ex * ex + ey * ey);
            if (e > range && work.windowX[i] > 0.5 * OUTSIDE) {
                double beyond = e - range;
                double ux = ex / e;
                double uy = ey / e;
                sum += rangeRegulariser * beyond * beyond;
                work.gx[i] += 2 * rangeRegulariser * beyond * ux;
                work.gy[i] += 2 * rangeRegulariser * beyond * uy;
                if (second) {
                    double along = 2 * rangeRegulariser;
                    double across = along * beyond / e;
                    work.hxx[i] += along * ux * ux + across * uy * uy;
                    work.hxy[i] += (along - across) * ux * uy;
                    work.hyy[i] += along * uy * uy + across * ux * ux;
                }
            }
        }
        return sum;
    }

    private static void store(BlockWorkspace work, int points, WindowCurvature curvature, int at) {
        System.arraycopy(work.value, 0, curvature.correlation, at, points);
        System.arraycopy(work.gx, 0, curvature.gx, at, points);
        System.arraycopy(work.gy, 0, curvature.gy, at, points);
        System.arraycopy(work.hxx, 0, curvature.kxx, at, points);
        System.arraycopy(work.hxy, 0, curvature.kxy, at, points);
        System.arraycopy(work.hyy, 0, curvature.kyy, at, points);
    }

    /** Turns a row of gradients by the deformed position into gradients by the undeformed one. */
    private void throughDeformation(BlockWorkspace work, BlockSums share, int from) {
        DeformedPoints d = work.deformed;
        deformation.addGradient(d, work.gx, work.gy, from, images, share.deformation);
        for (int i = from; i < from + images; i++) {
            double gx = work.gx[i];
            double gy = work.gy[i];
            work.gx[i] = d.dxx[i] * gx + d.dyx[i] * gy;
            work.gy[i] = d.dxy[i] * gx + d.dyy[i] * gy;
        }
    }
}
