package org.tomoalign.export;

import java.util.ArrayList;
import java.util.List;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.LinearField;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.linalg.Cholesky;

/**
 * The affine projections that come closest to sightings, in the least squares sense: the alignment's own projections, with
 * as much of motion and deformation as an affine map can take.
 */
final class AffineFit {
    /** With fewer particles than this the linear part stays as it is. */
    private static final int ENOUGH = 12;
    /** Keeps what the particles do not determine, for instance the depth of a flat layer, where it was. */
    private static final double RIDGE = 1e-6;

    private AffineFit() {
    }

    /** Returns a projection per chronological image. */
    static List<Projection> of(Sightings sightings) {
        List<Projection> fitted = new ArrayList<>();
        List<Projection> own = ownProjections(sightings);
        boolean exact = !sightings.geometry().trajectories().arePresent() && hasAffineDeformation(sightings);
        for (int t = 0; t < own.size(); t++) {
            fitted.add(exact || sightings.count() == 0 ? own.get(t) : correct(sightings, t, own.get(t)));
        }
        return fitted;
    }

    private static boolean hasAffineDeformation(Sightings sightings) {
        return !sightings.geometry().deformation().isPresent()
                || sightings.geometry().deformation().kind() == DeformationKind.LINEAR;
    }

    /** Linear deformations are part of the projection. */
    private static List<Projection> ownProjections(Sightings sightings) {
        List<Projection> own = sightings.geometry().projections();
        if (!sightings.geometry().deformation().isPresent() || !hasAffineDeformation(sightings)) {
            return own;
        }
        LinearField field = (LinearField) sightings.geometry().deformation().field(sightings.series());
        List<Projection> out = new ArrayList<>();
        for (int t = 0; t < own.size(); t++) {
            out.add(field.after(own.get(t), sightings.geometry().deformation().coefficients().get(t)));
        }
        return out;
    }

    private static Projection correct(Sightings sightings, int image, Projection start) {
        int n = sightings.count() < ENOUGH ? 1 : 4;
        Vec3 centre = sightings.series().centre();
        Vec3 lever = sightings.lever();
        double[] normal = new double[n * n];
        double[] x = new double[n];
        double[] y = new double[n];
        for (int p = 0; p < sightings.count(); p++) {
            Vec3 r = sightings.positions().get(p).minus(centre);
            double[] terms = {1, r.x() / lever.x(), r.y() / lever.y(), r.z() / lever.z()};
            ImagePoint off = sightings.points()[p][image].minus(
                    ImagePoint.of(start.apply(sightings.positions().get(p))));
            for (int i = 0; i < n; i++) {
                for (int j = 0; j < n; j++) {
                    normal[i * n + j] += terms[i] * terms[j];
                }
                x[i] += terms[i] * off.x();
                y[i] += terms[i] * off.y();
            }
        }
        for (int i = 1; i < n; i++) {
            normal[i * n + i] += RIDGE * sightings.count();
        }
        Cholesky factor = Cholesky.of(normal, n).orElseThrow();
        factor.solve(x);
        factor.solve(y);
        Projection moved = start.shiftedBy(new Vec3(x[0], y[0], 0));
        if (n == 1) {
            return moved;
        }
        Mat3 m = start.linear();
        Mat3 linear = new Mat3(m.m00() + x[1] / lever.x(), m.m01() + x[2] / lever.y(), m.m02() + x[3] / lever.z(),
                m.m10() + y[1] / lever.x(), m.m11() + y[2] / lever.y(), m.m12() + y[3] / lever.z(),
                m.m20(), m.m21(), m.m22());
        Vec3 atCentre = moved.apply(centre);
        return new Projection(linear, atCentre.minus(linear.times(centre)));
    }
}
