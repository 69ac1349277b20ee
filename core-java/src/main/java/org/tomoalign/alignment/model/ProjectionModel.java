package org.tomoalign.alignment.model;

import java.util.ArrayList;
import java.util.List;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

/**
 * The projections as functions of the unknowns: {@code T(shift) T(c) Rz(psi) Ry(theta) Rx(phi) T(-c) P}, angles in
 * units of 1e-3 rad, c the {@link Pivot}.
 *
 * <p>With X relative to the tomogram's centre, the position in the frame of the image, relative to the pivot, is v = l X + m before
 * the rotation Q, and the position on the image is Q v + c + shift.
 */
public final class ProjectionModel {
    /** Radians per unit of an angle parameter: makes a unit of an angle move things about as far as one of a shift. */
    public static final double ANGLE_SCALE = 1e-3;

    private final ParameterLayout layout;
    private final List<Projection> given;
    /* Per image. */
    private final Vec3[] pivots;
    /* Per image, relative to the pivot: v = l X + m, linear part and offset of the initial projection. */
    private final double[] l;
    private final double[] m;
    private final TaitBryan rotation = new TaitBryan();
    private final double[] q = new double[9];
    private final double[] w = new double[6];
    private final AffineMaps maps;

    ProjectionModel(ParameterLayout layout, List<Projection> given, Vec3 centre, Pivot pivot) {
        this.layout = layout;
        this.given = given;
        int images = layout.images();
        maps = new AffineMaps(images);
        pivots = new Vec3[images];
        l = new double[9 * images];
        m = new double[3 * images];
        for (int t = 0; t < images; t++) {
            Projection p = given.get(t);
            Mat3 r = p.linear();
            double[] rows = {r.m00(), r.m01(), r.m02(), r.m10(), r.m11(), r.m12(), r.m20(), r.m21(), r.m22()};
            System.arraycopy(rows, 0, l, 9 * t, 9);
            pivots[t] = pivot.of(p, centre);
            Vec3 offset = p.apply(centre).minus(pivots[t]);
            m[3 * t] = offset.x();
            m[3 * t + 1] = offset.y();
            m[3 * t + 2] = offset.z();
        }
    }

    /** Returns the maps of the last {@link #set}. */
    public AffineMaps maps() {
        return maps;
    }

    /** Computes the maps of all images. */
    void set(double[] u) {
        for (int t = 0; t < layout.images(); t++) {
            setRotation(u, t);
            maps.clear(t);
            rotation.derivative(0, 0, 0, q);
            maps.add(t, 1, q, l, m);
            maps.b0[t] += pivots[t].x() + shift(u, t, 0);
            maps.b1[t] += pivots[t].y() + shift(u, t, 1);
        }
    }

    /** Computes the derivative of the maps at u along a direction. */
    public void change(double[] u, double[] direction, AffineMaps out) {
        for (int t = 0; t < layout.images(); t++) {
            out.clear(t);
            out.b0[t] = shift(direction, t, 0);
            out.b1[t] = shift(direction, t, 1);
            if (layout.angles()) {
                setRotation(u, t);
                for (int axis = 0; axis < 3; axis++) {
                    rotation.first(axis, q);
                    out.add(t, ANGLE_SCALE * direction[layout.angle(t) + axis], q, l, m);
                }
            }
        }
    }

    /**
     * Adds the gradient with respect to the unknowns of the images.
     *
     * @param u    the unknowns
     * @param sums of the gradient g with respect to the position on the image
     */
    public void addGradient(double[] u, ImageSums sums, double[] gradient) {
        for (int t = 0; t < layout.images(); t++) {
            if (layout.angles()) {
                sums.outerProduct(t, l, m, w);
                setRotation(u, t);
                for (int axis = 0; axis < 3; axis++) {
                    rotation.first(axis, q);
                    gradient[layout.angle(t) + axis] += ANGLE_SCALE * product(q, w);
                }
            }
            if (layout.shifts()) {
                gradient[layout.shift(t)] += sums.get(ImageSums.GX, t);
                gradient[layout.shift(t) + 1] += sums.get(ImageSums.GY, t);
            }
        }
    }

    private static double product(double[] q, double[] w) {
        double sum = 0;
        for (int i = 0; i < 6; i++) {
            sum += q[i] * w[i];
        }
        return sum;
    }

    private double shift(double[] u, int t, int axis) {
        return layout.shifts() ? u[layout.shift(t) + axis] : 0;
    }

    /** Returns the projections of all images. */
    public List<Projection> projections(double[] u) {
        List<Projection> out = new ArrayList<>();
        for (int t = 0; t < given.size(); t++) {
            setRotation(u, t);
            rotation.derivative(0, 0, 0, q);
            Mat3 r = new Mat3(q[0], q[1], q[2], q[3], q[4], q[5], q[6], q[7], q[8]);
            Vec3 shift = new Vec3(shift(u, t, 0), shift(u, t, 1), 0);
            out.add(given.get(t).rotatedAbout(pivots[t], r).shiftedBy(shift));
        }
        return List.copyOf(out);
    }

    private void setRotation(double[] u, int t) {
        if (layout.angles()) {
            int at = layout.angle(t);
            rotation.set(ANGLE_SCALE * u[at], ANGLE_SCALE * u[at + 1], ANGLE_SCALE * u[at + 2]);
        } else {
            rotation.set(0, 0, 0);
        }
    }
}
