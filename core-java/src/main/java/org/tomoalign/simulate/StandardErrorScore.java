package org.tomoalign.simulate;

import org.tomoalign.alignment.posterior.PriorSpreads;
import org.tomoalign.geometry.Vec3;

/**
 * The standard errors of one series, to be compared with the truth.
 *
 * @param predicted what the alignment says
 * @param spreads   of the priors
 * @param centre    of the tomogram, px
 * @param first     file index of the image taken first
 * @param last      file index of the image taken last
 */
record StandardErrorScore(PredictedErrors predicted, PriorSpreads spreads, Vec3 centre, int first, int last) {
    /**
     * Compares.
     *
     * @param visible whether a projected position counts, particle p and image f of m at {@code p m + f}
     */
    ErrorRatios compare(ScoredGeometry truth, ScoredGeometry found, boolean[] visible, double pixelSize) {
        ErrorRatios unknowns = new CommonMotion(truth, found, predicted, spreads, centre).ratios();
        return unknowns.plus(new ErrorRatios(ErrorSum.NONE, ErrorSum.NONE, ErrorSum.NONE,
                projected(truth, found, visible), motion(truth, found, pixelSize)));
    }

    private ErrorSum projected(ScoredGeometry truth, ScoredGeometry found, boolean[] visible) {
        int images = truth.projections().size();
        ErrorSum sum = ErrorSum.NONE;
        for (int i = 0; i < visible.length; i++) {
            if (visible[i]) {
                int p = i / images;
                sum = sum.with(truth.distance(found, p, i % images), predicted.projected()[p]);
            }
        }
        return sum;
    }

    private ErrorSum motion(ScoredGeometry truth, ScoredGeometry found, double pixelSize) {
        ErrorSum sum = ErrorSum.NONE;
        for (int p = 0; p < truth.positions().size(); p++) {
            Vec3 error = found.offsets().get(p).get(last).minus(found.offsets().get(p).get(first))
                    .minus(truth.offsets().get(p).get(last)).plus(truth.offsets().get(p).get(first)).times(pixelSize);
            double[] predictions = predicted.motion().get(p);
            sum = sum.with(error.x(), pixelSize * predictions[0]).with(error.y(), pixelSize * predictions[1])
                    .with(error.z(), pixelSize * predictions[2]);
        }
        return sum;
    }
}
