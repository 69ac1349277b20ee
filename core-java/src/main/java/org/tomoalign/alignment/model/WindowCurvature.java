package org.tomoalign.alignment.model;

/**
 * Per window (p F + t) the correlation C, and the gradient g and the second derivatives K of its cost, -C, with respect to
 * the position on the image (px), at one point of the parameter space. Windows that do not count have zeros.
 */
public final class WindowCurvature {
    public final double[] correlation;
    public final double[] gx;
    public final double[] gy;
    public final double[] kxx;
    public final double[] kxy;
    public final double[] kyy;

    public WindowCurvature(int windows) {
        correlation = new double[windows];
        gx = new double[windows];
        gy = new double[windows];
        kxx = new double[windows];
        kxy = new double[windows];
        kyy = new double[windows];
    }

    /** Returns the number of windows. */
    public int size() {
        return correlation.length;
    }
}
