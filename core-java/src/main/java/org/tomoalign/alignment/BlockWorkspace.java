package org.tomoalign.alignment;

import java.util.Arrays;
import org.tomoalign.alignment.model.AffineMaps;
import org.tomoalign.alignment.model.DeformedPoints;
import org.tomoalign.alignment.model.ImageSums;
import org.tomoalign.alignment.model.ParticlePositions;

/**
 * Arrays over the window positions of a block of particles, one row of F images per particle, owned by one thread at a
 * time.
 */
final class BlockWorkspace {
    final double[] x;
    final double[] y;
    final double[] z;
    /** Position on the image (px), later in the window. */
    final double[] windowX;
    final double[] windowY;
    final double[] value;
    final double[] gx;
    final double[] gy;
    final double[] hxx;
    final double[] hxy;
    final double[] hyy;
    /** Present if images are deformed. */
    final DeformedPoints deformed;

    private final int images;
    /* Gradient by a particle's position, three rows over the images. */
    private final double[] rows;

    BlockWorkspace(int particles, int images, boolean withDeformation) {
        this.images = images;
        int size = particles * images;
        x = new double[size];
        y = new double[size];
        z = new double[size];
        windowX = new double[size];
        windowY = new double[size];
        value = new double[size];
        gx = new double[size];
        gy = new double[size];
        hxx = new double[size];
        hxy = new double[size];
        hyy = new double[size];
        deformed = withDeformation ? new DeformedPoints(size) : null;
        rows = new double[3 * images];
    }

    /** Computes a particle's positions in the tomogram, one per image, into the row that starts at {@code from}. */
    void place(ParticlePositions particles, int particle, int from) {
        place(particles, 3 * particle, x, from);
        place(particles, 3 * particle + 1, y, from);
        place(particles, 3 * particle + 2, z, from);
    }

    private void place(ParticlePositions particles, int coordinate, double[] out, int from) {
        double start = particles.positions[coordinate];
        double[] displacements = particles.displacements;
        if (displacements == null) {
            Arrays.fill(out, from, from + images, start);
            return;
        }
        int at = coordinate * images;
        for (int t = 0; t < images; t++) {
            out[from + t] = start + displacements[at + t];
        }
    }

    /** Maps the positions of a row onto the images. */
    void project(AffineMaps a, int from) {
        affine(a.a00, a.a01, a.a02, a.b0, windowX, from);
        affine(a.a10, a.a11, a.a12, a.b1, windowY, from);
    }

    private void affine(double[] cx, double[] cy, double[] cz, double[] c, double[] out, int from) {
        for (int t = 0; t < images; t++) {
            out[from + t] = cx[t] * x[from + t] + cy[t] * y[from + t] + cz[t] * z[from + t] + c[t];
        }
    }

    /** Adds a row of gradients (gx, gy), and their products with the positions, to the sums over particles. */
    void addTo(ImageSums sums, int from) {
        add(gx, from, sums.row(ImageSums.GX));
        add(gy, from, sums.row(ImageSums.GY));
        addProductsTo(sums, gx, gy, from, from);
    }

    /** Adds the products of the gradients (a, b), from element {@code at}, with a row of positions. */
    void addProductsTo(ImageSums sums, double[] a, double[] b, int at, int from) {
        addProducts(a, at, from, sums.row(ImageSums.GXX), sums.row(ImageSums.GXY), sums.row(ImageSums.GXZ));
        addProducts(b, at, from, sums.row(ImageSums.GYX), sums.row(ImageSums.GYY), sums.row(ImageSums.GYZ));
    }

    private void add(double[] g, int at, double[] sum) {
        for (int t = 0; t < images; t++) {
            sum[t] += g[at + t];
        }
    }

    private void addProducts(double[] g, int at, int from, double[] sumX, double[] sumY, double[] sumZ) {
        for (int t = 0; t < images; t++) {
            double v = g[at + t];
            sumX[t] += v * x[from + t];
            sumY[t] += v * y[from + t];
            sumZ[t] += v * z[from + t];
        }
    }

    /** Writes the gradients (gx, gy) of a row as gradients by a particle's position and displacements. */
    void backProject(AffineMaps a, ParticlePositions out, int particle, int from) {
        clearRows();
        addBackProjection(a, gx, gy, from);
        store(out, particle);
    }

    void clearRows() {
        Arrays.fill(rows, 0);
    }

    /** Adds the gradients (u, v), from element {@code at}, to the gradient rows by position. */
    void addBackProjection(AffineMaps a, double[] u, double[] v, int at) {
        addBackProjection(a.a00, a.a10, u, v, at, 0);
        addBackProjection(a.a01, a.a11, u, v, at, images);
        addBackProjection(a.a02, a.a12, u, v, at, 2 * images);
    }

    private void addBackProjection(double[] a0, double[] a1, double[] u, double[] v, int at, int row) {
        for (int t = 0; t < images; t++) {
            rows[row + t] += a0[t] * u[at + t] + a1[t] * v[at + t];
        }
    }

    /** Stores the gradient rows of a particle, and their sums. */
    void store(ParticlePositions out, int particle) {
        for (int axis = 0; axis < 3; axis++) {
            double sum = 0;
            for (int t = 0; t < images; t++) {
                sum += rows[axis * images + t];
            }
            out.positionGradient[3 * particle + axis] = sum;
        }
        if (out.displacementGradient != null) {
            System.arraycopy(rows, 0, out.displacementGradient, 3 * particle * images, 3 * images);
        }
    }
}
