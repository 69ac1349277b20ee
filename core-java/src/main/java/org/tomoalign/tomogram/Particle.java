package org.tomoalign.tomogram;

import org.tomoalign.geometry.Mat3;

/**
 * One particle of one tomogram. Where it is, is part of the tomogram's {@link Geometry}.
 *
 * @param row         zero-based row in the particle table
 * @param name        {@code rlnTomoParticleName}
 * @param tomogram    {@code rlnTomoName}
 * @param orientation A_p: sub-tomogram frame times particle angles; maps the reference's frame to the tomogram's
 * @param halfSet     1 or 2 ({@code rlnRandomSubset})
 * @param opticsGroup {@code rlnOpticsGroup}
 */
public record Particle(int row, String name, String tomogram, Mat3 orientation, int halfSet, int opticsGroup) {
}
