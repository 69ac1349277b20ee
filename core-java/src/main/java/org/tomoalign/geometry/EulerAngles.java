package org.tomoalign.geometry;

/**
 * RELION's ZYZ Euler angles in degrees.
 *
 * @param rot  first angle (a)
 * @param tilt second angle (b)
 * @param psi  third angle (g)
 */
public record EulerAngles(double rot, double tilt, double psi) {
    /**
     * Returns A(rot, tilt, psi) as RELION defines it ({@code Euler_angles2matrix}): it maps the particle's frame
     * to the tomogram's.
     */
    public Mat3 toMatrix() {
        double a = Math.toRadians(rot), b = Math.toRadians(tilt), g = Math.toRadians(psi);
        double ca = Math.cos(a), sa = Math.sin(a);
        double cb = Math.cos(b), sb = Math.sin(b);
        double cg = Math.cos(g), sg = Math.sin(g);
        return new Mat3(
                cg * cb * ca - sg * sa, cg * cb * sa + sg * ca, -cg * sb,
                -sg * cb * ca - cg * sa, -sg * cb * sa + cg * ca, sg * sb,
                sb * ca, sb * sa, cb);
    }
}
