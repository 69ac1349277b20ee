package org.tomoalign.tomogram;

import java.util.List;

/**
 * What an alignment found out about a tomogram besides its geometry.
 *
 * @param gain             of the windows that were held out; {@link HeldOutGain#NONE} if none were
 * @param keptInput        whether the refined geometry was worse and the input's was kept
 * @param dispersion       variance of the windows' gradients over what noise alone would cause; at least 1
 * @param angleSpread      of the prior on an image's rotations, radians; 0 without a prior
 * @param shiftSpread      of the prior on an image's shifts, px; 0 without a prior
 * @param positionSpread   of the prior on a particle's coordinates, px; 0 without a prior
 * @param images           in chronological order
 * @param particles        in the tomogram's order
 */
public record TomogramScores(
        HeldOutGain gain, boolean keptInput, double dispersion, double angleSpread, double shiftSpread,
        double positionSpread, List<ImageScore> images, List<ParticleScore> particles) {
    /** Copies the lists. */
    public TomogramScores {
        images = List.copyOf(images);
        particles = List.copyOf(particles);
    }

    /** Returns a word about the result: better, worse, or not known. */
    public String verdict() {
        if (gain.windows() == 0) {
            return "not tested";
        }
        return keptInput ? "worse, input kept" : gain.better() ? "better" : gain.worse() ? "worse" : "no difference";
    }
}
