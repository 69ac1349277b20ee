package org.tomoalign.simulate;

import java.util.List;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Defocus;

/**
 * One tilt series: the truth, and what the files say of it.
 *
 * @param name   of the tilt series
 * @param images in file order
 * @param particles in file order
 */
record SimulatedSeries(String name, List<Image> images, List<Molecule> particles) {
    /**
     * @param truth   true projection, px
     * @param given   projection with errors, px
     * @param defocus at the tomogram's centre
     * @param dose    before the image, e/Å^2
     * @param signal  factor on the signal of this image
     */
    record Image(Projection truth, Projection given, Defocus defocus, double dose, double signal) {
    }

    /**
     * @param angles     true and given orientation
     * @param truth      true position at the first exposure, px
     * @param given      position with an error, px
     * @param trajectory displacement in every image, file order, px
     * @param there      whether it is on the images, or only listed
     */
    record Molecule(EulerAngles angles, Vec3 truth, Vec3 given, List<Vec3> trajectory, boolean there) {
        /** Returns the true position when image f was taken, px. */
        Vec3 at(int f) {
            return truth.plus(trajectory.get(f));
        }
    }
}
