package org.tomoalign.job;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.tomoalign.alignment.model.GaussianProcessMotion;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.input.Message;
import org.tomoalign.input.Plural;
import org.tomoalign.input.Problems;
import org.tomoalign.input.Setting;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/** Whether the prior on motion leaves any motion. */
final class MotionCheck {
    /** Tomograms that a sentence names. */
    private static final int NAMED = 5;

    private MotionCheck() {
    }

    /**
     * Looks at all tomograms of a job with motion.
     *
     * @param problems takes a sentence if there is no motion in any
     * @param listener hears a warning if there is none in some
     */
    static void run(List<Tomogram> tomograms, MotionSettings prior, Problems problems, JobListener listener) {
        List<TiltSeries> still = new ArrayList<>();
        for (Tomogram tomogram : tomograms) {
            TiltSeries series = tomogram.series();
            if (series.images().size() < 2 || !GaussianProcessMotion.moves(
                    prior.velocityPx(series.pixelSize(), series.fractionalDose()))) {
                still.add(series);
            }
        }
        if (still.isEmpty()) {
            return;
        }
        Message reason = reason(still.getFirst(), prior);
        if (still.size() == tomograms.size()) {
            problems.add(Message.of(Setting.MOTION, ": leaves no motion in any tomogram; ", reason));
        } else {
            listener.warning(Message.of(Setting.MOTION, ": leaves no motion in " + still.size() + " of "
                    + Plural.of(tomograms.size(), "tomogram") + " (" + still.stream().limit(NAMED).map(TiltSeries::name)
                            .collect(Collectors.joining(", ")) + (still.size() > NAMED ? ", ..." : "") + "); ", reason));
        }
    }

    private static Message reason(TiltSeries series, MotionSettings prior) {
        if (series.images().size() < 2) {
            return Message.of(series.name(), ": found 1 image, expected 2 at least");
        }
        if (prior.scaledByDose() && series.fractionalDose() == 0) {
            return Message.of(series.name(), ": the dose of one image is 0 (_rlnTomoImportFractionalDose, or the difference of "
                    + "the lowest exposures), expected more, or ", Setting.ABSOLUTE_MOTION);
        }
        return Message.of(series.name(), ": ", Setting.VELOCITY, " ", prior.velocity(),
                prior.scaledByDose() ? " with a dose of " + series.fractionalDose() + " e/Å^2 per image" : "",
                " is next to nothing, expected a larger one");
    }
}
