package org.tomoalign.alignment;

/**
 * Per window (p F + t) the gradient g and the second derivatives K of its cost with respect to the position on the image
 * (px), at one point of the parameter space.
 */
final class WindowCurvature {
    final double[] gx;
    final double[] gy;
    final double[] kxx;
    final double[] kxy;
    final double[] kyy;

    WindowCurvature(int windows) {
        gx = new double[windows];
        gy = new double[windows];
        kxx = new double[windows];
        kxy = new double[windows];
        kyy = new double[windows];
    }
}
