package org.tomoalign.export;

import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.TiltSeries;

/**
 * How Warp sees one image: the volume is turned about its centre by the level angle about x, by minus the tilt angle about
 * y and by the axis angle about z, and its centre put on the image's, plus an offset.
 *
 * @param levelX degrees, common to all images
 * @param angle  degrees
 * @param axis   degrees
 * @param x      offset, px
 * @param y      offset, px
 */
record WarpView(double levelX, double angle, double axis, double x, double y) {
    Mat3 rotation() {
        return Mat3.rotationZ(Math.toRadians(axis)).times(Mat3.rotationY(Math.toRadians(-angle)))
                .times(Mat3.rotationX(Math.toRadians(levelX)));
    }

    /**
     * Returns where a position is on the image.
     *
     * @param moved displacement of the position, px
     */
    ImagePoint project(Vec3 position, Vec3 moved, TiltSeries series) {
        Vec3 turned = rotation().times(position.minus(series.centre()).plus(moved));
        return new ImagePoint(
                turned.x() + x + series.imageWidth() / 2.0, turned.y() + y + series.imageHeight() / 2.0);
    }

    /** Returns the smallest displacement in the volume that moves a place on the image, px. */
    Vec3 inVolume(ImagePoint moved) {
        return rotation().transposed().times(new Vec3(moved.x(), moved.y(), 0));
    }
}
