package org.tomoalign.tomogram;

import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Vec3;

/**
 * One particle of one tomogram.
 *
 * @param row         zero-based row in the particle table
 * @param name        {@code rlnTomoParticleName}
 * @param tomogram    {@code rlnTomoName}
 * @param position    px, origin offset applied
 * @param orientation A_p: sub-tomogram frame times particle angles; maps the reference's frame to the tomogram's
 * @param halfSet     1 or 2 ({@code rlnRandomSubset})
 * @param opticsGroup {@code rlnOpticsGroup}
 */
public record Particle(
        int row, String name, String tomogram, Vec3 position, Mat3 orientation, int halfSet, int opticsGroup) {
    /** Returns this particle at another position (px). */
    public Particle movedTo(Vec3 other) {
        return new Particle(row, name, tomogram, other, orientation, halfSet, opticsGroup);
    }
}
