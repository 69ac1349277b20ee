package org.tomoalign.job;

import java.util.List;
import java.util.stream.IntStream;
import org.tomoalign.tomogram.HeldOutGain;
import org.tomoalign.tomogram.ImageScore;
import org.tomoalign.tomogram.ParticleScore;
import org.tomoalign.tomogram.TomogramScores;

/**
 * Whether the refined geometry of a tomogram is better than its input, in short; all of it is in {@code scores.star}.
 *
 * @param verdict          a word or two
 * @param keptInput        whether the input's geometry is what was written
 * @param gain             of the correlation in windows that were held out, units of log-likelihood
 * @param gainError        its standard error
 * @param gainPercent      the gain in per cent of the correlation of the input's geometry
 * @param gainPercentError its standard error
 * @param heldOut          windows that were held out
 * @param dispersion       variance of the windows' gradients over what noise alone would cause
 * @param angleSpread      of the prior on an image's rotations, degrees; 0 without a prior
 * @param shiftSpread      of the prior on an image's shifts, px; 0 without a prior
 * @param positionSpread   of the prior on a particle's coordinates, px; 0 without a prior
 * @param projectedError   root mean square predicted error of the particles' positions on the images, px
 * @param weakImages       rows in their file, from 1, of images whose weight is below {@value #WEAK}
 * @param weakParticles    number of particles whose weight is below {@value #WEAK}
 */
public record VerdictMetrics(
        String verdict, boolean keptInput, double gain, double gainError, double gainPercent, double gainPercentError,
        int heldOut, double dispersion, double angleSpread, double shiftSpread, double positionSpread,
        double projectedError, List<Integer> weakImages, int weakParticles) {
    /** An image or particle with less of the predicted signal hardly fits. */
    static final double WEAK = 0.2;

    /** Copies the list. */
    public VerdictMetrics {
        weakImages = List.copyOf(weakImages);
    }

    /** @param rows of the chronological images in their file, from 0 */
    static VerdictMetrics of(TomogramScores scores, List<Integer> rows) {
        HeldOutGain gain = scores.gain();
        List<ImageScore> images = scores.images();
        double squares = 0;
        long windows = 0;
        for (ImageScore image : images) {
            squares += image.windows() * image.projectedError() * image.projectedError();
            windows += image.windows();
        }
        List<Integer> weak = IntStream.range(0, images.size())
                .filter(t -> images.get(t).windows() > 0 && images.get(t).weight() < WEAK).mapToObj(t -> rows.get(t) + 1)
                .sorted().toList();
        int particles = (int) scores.particles().stream().filter(VerdictMetrics::isWeak).count();
        return new VerdictMetrics(scores.verdict(), scores.keptInput(), gain.gain(), gain.error(), gain.percent(),
                gain.percentError(), gain.windows(), scores.dispersion(), Math.toDegrees(scores.angleSpread()),
                scores.shiftSpread(), scores.positionSpread(), windows == 0 ? 0 : Math.sqrt(squares / windows), weak,
                particles);
    }

    private static boolean isWeak(ParticleScore particle) {
        return particle.windows() > 0 && particle.weight() < WEAK;
    }
}
