package org.tomoalign.export;

import java.util.Locale;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.TiltSeries;

/**
 * One image in IMOD's files: {@code newstack} turns the image by the transform about its centre, {@code tilt}
 * reconstructs with the two angles. IMOD's pixels have their centres at halves: the centre of n pixels is at (n - 1) / 2
 * when the first pixel is 0. Its tomogram is meant after {@code trimvol -rx}.
 *
 * @param a11   first row of the matrix from the image to the aligned image
 * @param a12   see a11
 * @param a21   second row
 * @param a22   see a21
 * @param dx    shift of the centre, px
 * @param dy    see dx
 * @param tilt  about y, degrees
 * @param xTilt about x, before the tilt, degrees
 */
record ImodLine(double a11, double a12, double a21, double a22, double dx, double dy, double tilt, double xTilt) {
    /**
     * Returns the line that says the same as a projection: any affine map has one, as its two rows span a plane, whose
     * normal two angles give.
     */
    static ImodLine of(Projection projection, TiltSeries series) {
        Mat3 m = projection.linear();
        Vec3 u = new Vec3(m.m00(), m.m01(), m.m02());
        Vec3 v = new Vec3(m.m10(), m.m11(), m.m12());
        Vec3 normal = cross(u, v);
        double tilt = Math.atan2(-normal.x(), Math.hypot(normal.y(), normal.z()));
        double xTilt = Math.atan2(normal.y(), normal.z());
        Mat3 view = view(tilt, xTilt);
        // The rows u, v are combinations of the view's: image = B view, so the inverse of B aligns the image.
        Vec3 e = new Vec3(view.m00(), view.m01(), view.m02());
        Vec3 f = new Vec3(view.m10(), view.m11(), view.m12());
        double b11 = dot(u, e), b12 = dot(u, f), b21 = dot(v, e), b22 = dot(v, f);
        double determinant = b11 * b22 - b12 * b21;
        double a11 = b22 / determinant, a12 = -b12 / determinant, a21 = -b21 / determinant, a22 = b11 / determinant;
        Vec3 middle = projection.apply(centre(series));
        double x = middle.x() - (series.imageWidth() - 1) / 2.0;
        double y = middle.y() - (series.imageHeight() - 1) / 2.0;
        return new ImodLine(a11, a12, a21, a22, -a11 * x - a12 * y, -a21 * x - a22 * y, Math.toDegrees(tilt),
                Math.toDegrees(xTilt));
    }

    /** Returns where a position of the tomogram is on the image. */
    ImagePoint project(Vec3 position, TiltSeries series) {
        Vec3 aligned = view(Math.toRadians(tilt), Math.toRadians(xTilt)).times(position.minus(centre(series)));
        double x = aligned.x() - dx;
        double y = aligned.y() - dy;
        double determinant = a11 * a22 - a12 * a21;
        return new ImagePoint((a22 * x - a12 * y) / determinant + (series.imageWidth() - 1) / 2.0,
                (-a21 * x + a11 * y) / determinant + (series.imageHeight() - 1) / 2.0);
    }

    /** Returns the line of the file of transforms. */
    String transform() {
        return String.format(Locale.ROOT, "%13.8f %13.8f %13.8f %13.8f %12.4f %12.4f\n", a11, a12, a21, a22, dx, dy);
    }

    private static Mat3 view(double tilt, double xTilt) {
        return Mat3.rotationY(tilt).times(Mat3.rotationX(xTilt));
    }

    /** Of sizes that are odd, IMOD halves the width downwards, and the thickness before it is turned upwards. */
    private static Vec3 centre(TiltSeries series) {
        return new Vec3(Math.floor(series.size().x() / 2) - 0.5, (series.size().y() - 1) / 2,
                Math.ceil(series.size().z() / 2) - 0.5);
    }

    private static double dot(Vec3 a, Vec3 b) {
        return a.x() * b.x() + a.y() * b.y() + a.z() * b.z();
    }

    private static Vec3 cross(Vec3 a, Vec3 b) {
        return new Vec3(a.y() * b.z() - a.z() * b.y(), a.z() * b.x() - a.x() * b.z(), a.x() * b.y() - a.y() * b.x());
    }
}
