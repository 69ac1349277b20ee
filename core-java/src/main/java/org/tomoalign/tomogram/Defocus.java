package org.tomoalign.tomogram;

/**
 * Defocus of one tilt image at the tomogram's centre.
 *
 * @param u     defocus along the major axis, Å
 * @param v     defocus along the minor axis, Å
 * @param angle azimuth of the major axis, radians
 */
public record Defocus(double u, double v, double angle) {
}
