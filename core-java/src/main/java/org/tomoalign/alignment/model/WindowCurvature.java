package org.tomoalign.alignment.model;

/**
 * Per window (p F + t) the gradient g and the second derivatives K of its cost with respect to the position on the image
 * (px), at one point of the parameter space.
 */
public final class WindowCurvature {
    public final double[] gx;
    public final double[] gy;
    public final double[] kxx;
    public final double[] kxy;
    public final double[] kyy;

    public WindowCurvature(int windows) {
        gx = new double[windows];
        gy = new double[windows];
        kxx = new double[windows];
        kxy = new double[windows];
        kyy = new double[windows];
    }
}
