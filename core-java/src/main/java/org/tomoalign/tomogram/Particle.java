package org.tomoalign.tomogram;

import java.util.Set;
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
 * @param excluded    rows, in the table of its tilt series, of the images on which it does not count
 *                    ({@code rlnTomoVisibleFrames})
 */
public record Particle(
        int row, String name, String tomogram, Mat3 orientation, int halfSet, int opticsGroup, Set<Integer> excluded) {
    /** Copies the set. */
    public Particle {
        excluded = Set.copyOf(excluded);
    }

    /** Makes a particle that counts on all images. */
    public Particle(int row, String name, String tomogram, Mat3 orientation, int halfSet, int opticsGroup) {
        this(row, name, tomogram, orientation, halfSet, opticsGroup, Set.of());
    }
}
