package org.tomoalign.alignment.precondition;

import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.alignment.model.WindowCurvature;

/** What takes the place of a particle's windows' second derivatives in {@link BundlePreconditioner}. */
public final class BundleCurvature {
    private final WindowCurvature windows;
    private final ImageStiffness mean;
    private final AffineMaps maps;
    private final int images;
    private final double[] k = new double[3];
    private int first;
    private boolean asMean;
    private boolean exact;

    BundleCurvature(WindowCurvature windows, ImageStiffness mean, AffineMaps maps) {
        this.windows = windows;
        this.mean = mean;
        this.maps = maps;
        images = mean.xx().length;
    }

    /**
     * Turns to a particle.
     *
     * @param asMean  every window's curvature is the mean of its image
     * @param asItIs  the curvature is that of the windows, if it holds the particle; else its size
     * @param least   times the mean is what must hold the particle
     */
    void particle(int p, boolean asMean, boolean asItIs, double least) {
        first = p * images;
        this.asMean = asMean;
        exact = asItIs && holds(least);
    }

    private boolean holds(double least) {
        double[] hold = new double[9];
        exact = true;
        for (int t = 0; t < images; t++) {
            if (image(t)) {
                add(maps, t, k[0], k[1], k[2], 1, hold);
            }
            add(maps, t, mean.xx()[t], mean.xy()[t], mean.yy()[t], -least, hold);
        }
        double minor = hold[0] * hold[4] - hold[1] * hold[3];
        double determinant = hold[8] * minor - hold[7] * (hold[0] * hold[5] - hold[2] * hold[3])
                + hold[6] * (hold[1] * hold[5] - hold[2] * hold[4]);
        return hold[0] > 0 && minor > 0 && determinant > 0;
    }

    /** Turns to an image; returns false if the particle has no part in it. */
    boolean image(int t) {
        int w = first + t;
        if (windows.kxx[w] == 0 && windows.kxy[w] == 0 && windows.kyy[w] == 0) {
            return false;
        }
        if (asMean) {
            set(mean.xx()[t], mean.xy()[t], mean.yy()[t]);
        } else if (exact) {
            set(windows.kxx[w], windows.kxy[w], windows.kyy[w]);
        } else {
            ImageStiffness.size(windows.kxx[w], windows.kxy[w], windows.kyy[w], k);
        }
        return true;
    }

    private void set(double xx, double xy, double yy) {
        k[0] = xx;
        k[1] = xy;
        k[2] = yy;
    }

    /** Computes f = K v for vectors v. */
    void weigh(double[] x, double[] y, double[] fx, double[] fy) {
        for (int i = 0; i < x.length; i++) {
            fx[i] = k[0] * x[i] + k[1] * y[i];
            fy[i] = k[1] * x[i] + k[2] * y[i];
        }
    }

    /** Adds A^T K A, 3 x 3. */
    void addHold(double[] ax, double[] ay, double[] hold) {
        for (int i = 0; i < 3; i++) {
            double fx = k[0] * ax[i] + k[1] * ay[i];
            double fy = k[1] * ax[i] + k[2] * ay[i];
            for (int j = 0; j < 3; j++) {
                hold[3 * i + j] += fx * ax[j] + fy * ay[j];
            }
        }
    }

    /** Adds part of what holds a mean particle that is seen on all images, unless this one is known to be held. */
    void addFloor(double part, double[] hold) {
        for (int t = 0; t < images && !exact; t++) {
            add(maps, t, mean.xx()[t], mean.xy()[t], mean.yy()[t], part, hold);
        }
    }

    private static void add(AffineMaps a, int t, double xx, double xy, double yy, double part, double[] hold) {
        row(a, t, part * (xx * a.a00[t] + xy * a.a10[t]), part * (xy * a.a00[t] + yy * a.a10[t]), hold, 0);
        row(a, t, part * (xx * a.a01[t] + xy * a.a11[t]), part * (xy * a.a01[t] + yy * a.a11[t]), hold, 3);
        row(a, t, part * (xx * a.a02[t] + xy * a.a12[t]), part * (xy * a.a02[t] + yy * a.a12[t]), hold, 6);
    }

    private static void row(AffineMaps a, int t, double fx, double fy, double[] hold, int at) {
        hold[at] += fx * a.a00[t] + fy * a.a10[t];
        hold[at + 1] += fx * a.a01[t] + fy * a.a11[t];
        hold[at + 2] += fx * a.a02[t] + fy * a.a12[t];
    }
}
