package org.tomoalign.alignment.model;

/**
 * Where the unknowns are in the parameter vector: per chronological image (3 rotations, 2 shifts), then 3 coordinates
 * per particle, then the motion, then the deformation. Frozen groups take no room.
 *
 * @param images              F
 * @param particles           N
 * @param angles              whether the rotations are unknown
 * @param shifts              whether the shifts are unknown
 * @param positions           whether the positions are unknown
 * @param motionParameters    their number
 * @param deformationParameters their number, all images together
 */
public record ParameterLayout(
        int images, int particles, boolean angles, boolean shifts, boolean positions, int motionParameters,
        int deformationParameters) {
    /** Unknowns per image. */
    public int imageStride() {
        return (angles ? 3 : 0) + (shifts ? 2 : 0);
    }

    /** Index of the rotations phi, theta, psi (about x, y, z) of an image. */
    int angle(int image) {
        return image * imageStride();
    }

    /** Index of the shifts (x, y) of an image. */
    public int shift(int image) {
        return image * imageStride() + (angles ? 3 : 0);
    }

    /** Index of the offset (x, y, z) of a particle; for all of them together that of particle 0. */
    public int position(int particle) {
        return images * imageStride() + 3 * particle;
    }

    /** Index of the first motion parameter. */
    public int motion() {
        return images * imageStride() + (positions ? 3 * particles : 0);
    }

    /** Index of the first deformation parameter. */
    public int deformation() {
        return motion() + motionParameters;
    }

    /** Number of unknowns. */
    public int size() {
        return Math.addExact(deformation(), deformationParameters);
    }
}
