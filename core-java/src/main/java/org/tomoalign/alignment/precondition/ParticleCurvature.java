package org.tomoalign.alignment.precondition;

import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.alignment.model.WindowCurvature;

/** The curvatures of one particle's windows according to a {@link CurvatureModel}. Owned by one thread at a time. */
final class ParticleCurvature {
    private final WindowCurvature windows;
    private final MeanCurvature mean;
    private final AffineMaps maps;
    private final int images;
    private final double[] k = new double[3];
    private int first;
    private CurvatureModel model;
    private double least;

    ParticleCurvature(WindowCurvature windows, MeanCurvature mean, AffineMaps maps) {
        this.windows = windows;
        this.mean = mean;
        this.maps = maps;
        images = mean.xx().length;
    }

    /**
     * Selects a particle.
     *
     * @param model what takes the place of K; {@link CurvatureModel#EXACT} only where K, summed over the windows, exceeds
     *              {@code least} times the mean in all directions, and else {@link CurvatureModel#ABSOLUTE}
     * @param least see model and {@link #addLeast}
     * @param precision of the prior on the particle's coordinates, px^-2: counts as curvature
     */
    void select(int p, CurvatureModel model, double least, double precision) {
        first = p * images;
        this.model = model;
        this.least = least;
        if (model == CurvatureModel.EXACT && !exceedsLeast(precision)) {
            this.model = CurvatureModel.ABSOLUTE;
        }
    }

    private boolean exceedsLeast(double precision) {
        double own = (1 - least) * precision;
        double[] excess = {own, 0, 0, 0, own, 0, 0, 0, own};
        for (int t = 0; t < images; t++) {
            if (selectImage(t)) {
                add(maps, t, k[0], k[1], k[2], 1, excess);
            }
            add(maps, t, mean.xx()[t], mean.xy()[t], mean.yy()[t], -least, excess);
        }
        double minor = excess[0] * excess[4] - excess[1] * excess[3];
        double determinant = excess[8] * minor - excess[7] * (excess[0] * excess[5] - excess[2] * excess[3])
                + excess[6] * (excess[1] * excess[5] - excess[2] * excess[4]);
        return excess[0] > 0 && minor > 0 && determinant > 0;
    }

    /** Selects an image; returns false if the particle is not visible there, and then nothing may be added. */
    boolean selectImage(int t) {
        int w = first + t;
        if (windows.kxx[w] == 0 && windows.kxy[w] == 0 && windows.kyy[w] == 0) {
            return false;
        }
        switch (model) {
            case MEAN -> set(mean.xx()[t], mean.xy()[t], mean.yy()[t]);
            case ABSOLUTE -> MeanCurvature.absolute(windows.kxx[w], windows.kxy[w], windows.kyy[w], k);
            case EXACT, GIVEN -> set(windows.kxx[w], windows.kxy[w], windows.kyy[w]);
        }
        return true;
    }

    private void set(double xx, double xy, double yy) {
        k[0] = xx;
        k[1] = xy;
        k[2] = yy;
    }

    /** Computes f = K v for vectors v. */
    void multiply(double[] x, double[] y, double[] fx, double[] fy) {
        for (int i = 0; i < x.length; i++) {
            fx[i] = k[0] * x[i] + k[1] * y[i];
            fy[i] = k[1] * x[i] + k[2] * y[i];
        }
    }

    /** Adds A^T K A, the curvature by the particle's position (3 x 3); A has the rows ax, ay. */
    void addPositionCurvature(double[] ax, double[] ay, double[] hessian) {
        for (int i = 0; i < 3; i++) {
            double fx = k[0] * ax[i] + k[1] * ay[i];
            double fy = k[1] * ax[i] + k[2] * ay[i];
            for (int j = 0; j < 3; j++) {
                hessian[3 * i + j] += fx * ax[j] + fy * ay[j];
            }
        }
    }

    /**
     * Adds {@code least} times the curvature by the position of a mean particle that is visible on all images; nothing
     * with {@link CurvatureModel#EXACT}, where the particle's own curvature is known to be larger, or
     * {@link CurvatureModel#GIVEN}.
     */
    void addLeast(double[] hessian) {
        if (model == CurvatureModel.EXACT || model == CurvatureModel.GIVEN) {
            return;
        }
        for (int t = 0; t < images; t++) {
            add(maps, t, mean.xx()[t], mean.xy()[t], mean.yy()[t], least, hessian);
        }
    }

    private static void add(AffineMaps a, int t, double xx, double xy, double yy, double part, double[] sum) {
        row(a, t, part * (xx * a.a00[t] + xy * a.a10[t]), part * (xy * a.a00[t] + yy * a.a10[t]), sum, 0);
        row(a, t, part * (xx * a.a01[t] + xy * a.a11[t]), part * (xy * a.a01[t] + yy * a.a11[t]), sum, 3);
        row(a, t, part * (xx * a.a02[t] + xy * a.a12[t]), part * (xy * a.a02[t] + yy * a.a12[t]), sum, 6);
    }

    private static void row(AffineMaps a, int t, double fx, double fy, double[] sum, int at) {
        sum[at] += fx * a.a00[t] + fy * a.a10[t];
        sum[at + 1] += fx * a.a01[t] + fy * a.a11[t];
        sum[at + 2] += fx * a.a02[t] + fy * a.a12[t];
    }
}
