package org.tomoalign.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.tomoalign.simulate.AlignmentScore;

/** Prints a score as a table, before and after. */
final class ScoreTable {
    private ScoreTable() {
    }

    static String format(AlignmentScore score) {
        StringBuilder text = new StringBuilder();
        text.append(String.format("%-12s %9s %6s   %-22s %-22s %s%n", "tilt series", "particles", "images",
                "2-D error, rms px", "angle error, degrees", "motion error, rms Å"));
        List<AlignmentScore.Entry> rows = new ArrayList<>(score.series());
        if (rows.size() > 1) {
            rows.add(score.total());
        }
        for (AlignmentScore.Entry e : rows) {
            text.append(String.format(Locale.ROOT, "%-12s %9d %6d   %8.4f -> %-10.4f %8.4f -> %-10.4f %8.3f -> %.3f%n",
                    e.name(), e.particles(), e.images(), e.rmsBefore(), e.rmsAfter(), e.angleBefore(), e.angleAfter(),
                    e.motionBefore(), e.motionAfter()));
        }
        AlignmentScore.Entry total = score.total();
        return text.append(String.format(Locale.ROOT, "after: median %.4f px, largest %.2f px%n", total.medianAfter(),
                total.maxAfter())).toString();
    }
}
