package org.tomoalign.job;

import java.util.List;
import org.tomoalign.alignment.model.MotionSettings;

/**
 * What training found.
 *
 * @param motion  the prior to use: the best one, or the given one where that is not worse by two standard errors
 * @param flat    whether the data tell neither the given prior nor particles that hardly move from the best
 * @param given   the trial of the prior that was given
 * @param still   the trial in which particles hardly move
 * @param best    the best trial
 * @param trials  all, in the order in which they were made
 * @param windows particle images of the tomograms that were used
 */
public record TrainedMotion(
        MotionSettings motion, boolean flat, MotionTrial given, MotionTrial still, MotionTrial best,
        List<MotionTrial> trials, int windows) {
    /** Copies the list. */
    public TrainedMotion {
        trials = List.copyOf(trials);
    }
}
