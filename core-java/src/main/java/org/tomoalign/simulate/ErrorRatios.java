package org.tomoalign.simulate;

/**
 * What the standard errors of an alignment are worth: actual against predicted errors, coordinate by coordinate. What a
 * motion of the whole tomogram explains is taken off the errors of images and positions; see {@link CommonMotion}.
 *
 * @param angles    of the images' rotations about x, y and z, degrees
 * @param shifts    of the images' shifts along x and y, px
 * @param positions of the particles' coordinates, px
 * @param projected of the particles' positions on the images, both coordinates together, over visible windows, px
 * @param motion    of the particles' displacements between the first image and the last, along x, y and z, Å; none if
 *                  motion was not refined
 */
public record ErrorRatios(ErrorSum angles, ErrorSum shifts, ErrorSum positions, ErrorSum projected, ErrorSum motion) {
    /** No errors. */
    public static final ErrorRatios NONE =
            new ErrorRatios(ErrorSum.NONE, ErrorSum.NONE, ErrorSum.NONE, ErrorSum.NONE, ErrorSum.NONE);

    ErrorRatios plus(ErrorRatios other) {
        return new ErrorRatios(angles.plus(other.angles), shifts.plus(other.shifts), positions.plus(other.positions),
                projected.plus(other.projected), motion.plus(other.motion));
    }
}
