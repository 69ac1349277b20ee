package org.tomoalign.alignment.model;

import org.tomoalign.geometry.DeformationField;

/** Positions on the tilt images before and after a deformation, and its derivatives; px. */
public final class DeformedPoints {
    /** Before the deformation. */
    public final double[] undeformedX;
    public final double[] undeformedY;
    /** After it. */
    public final double[] x;
    public final double[] y;
    /** Derivatives: dxy is that of the deformed x by the undeformed y. */
    public final double[] dxx;
    public final double[] dxy;
    public final double[] dyx;
    public final double[] dyy;

    public DeformedPoints(int size) {
        undeformedX = new double[size];
        undeformedY = new double[size];
        x = new double[size];
        y = new double[size];
        dxx = new double[size];
        dxy = new double[size];
        dyx = new double[size];
        dyy = new double[size];
    }

    /** Moves point i by a displacement, and takes over its derivatives. */
    void displace(int i, DeformationField.Displacement g) {
        x[i] += g.x;
        y[i] += g.y;
        dxx[i] = 1 + g.dxx;
        dxy[i] = g.dxy;
        dyx[i] = g.dyx;
        dyy[i] = 1 + g.dyy;
    }
}
