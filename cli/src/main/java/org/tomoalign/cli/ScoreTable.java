package org.tomoalign.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.tomoalign.simulate.AlignmentScore;
import org.tomoalign.simulate.ErrorRatios;
import org.tomoalign.simulate.ErrorSum;
import org.tomoalign.simulate.FoundWeights;
import org.tomoalign.simulate.WindowErrors;

/** Prints a score as tables: errors before and after, standard errors against actual ones, weights. */
final class ScoreTable {
    private ScoreTable() {
    }

    /** @param box size of the boxes over whose windows there are errors, px; empty if there are none */
    static String format(AlignmentScore score, OptionalInt box) {
        List<AlignmentScore.Entry> rows = new ArrayList<>(score.series());
        AlignmentScore.Entry total = score.total();
        if (rows.size() > 1) {
            rows.add(total);
        }
        StringBuilder text = new StringBuilder();
        line(text, "%-12s %9s %6s   %-22s %-22s %s", "tilt series", "particles", "images", "2-D error, rms px",
                "angle error, degrees", "motion error, rms Å");
        for (AlignmentScore.Entry e : rows) {
            line(text, "%-12s %9d %6d   %8.4f -> %-10.4f %8.4f -> %-10.4f %8.3f -> %.3f", e.name(), e.particles(),
                    e.images(), e.rmsBefore(), e.rmsAfter(), e.angleBefore(), e.angleAfter(), e.motionBefore(),
                    e.motionAfter());
        }
        line(text, "after: median %.4f px, largest %.2f px", total.medianAfter(), total.maxAfter());
        if (total.visible().isPresent() || total.boxed().isPresent()) {
            windows(text, rows, box);
        }
        if (total.errorRatios().isPresent()) {
            standardErrors(text, rows, total.errorRatios().get().motion().count() > 0);
        }
        total.weights().ifPresent(weights -> text.append(weights(weights)));
        return text.toString();
    }

    private static void windows(StringBuilder text, List<AlignmentScore.Entry> rows, OptionalInt box) {
        line(text, "");
        line(text, "%-12s   %-32s   %s", "2-D error", "with the particle on the image,", box.isEmpty() ? ""
                : "with its box of " + box.getAsInt() + " px on the image,");
        line(text, "%-12s   %-32s   %s", "", "as the program counts", box.isEmpty() ? "" : "as RELION counts");
        for (AlignmentScore.Entry e : rows) {
            line(text, "%-12s   %-32s   %s", e.name(), windows(e.visible()), box.isEmpty() ? "" : windows(e.boxed()));
        }
    }

    private static String windows(Optional<WindowErrors> errors) {
        return errors.map(e -> String.format(Locale.ROOT, "%.4f -> %.4f px (%d)", e.rmsBefore(), e.rmsAfter(), e.windows()))
                .orElse("none");
    }

    private static void standardErrors(StringBuilder text, List<AlignmentScore.Entry> rows, boolean motion) {
        line(text, "");
        line(text, "%-12s   %-22s %-22s %-22s %-22s %s", "actual over", "angles of", "shifts of", "positions of",
                "positions on", motion ? "motion," : "");
        line(text, "%-12s   %-22s %-22s %-22s %-22s %s", "predicted", "images, degrees", "images, px", "particles, px",
                "images, px", motion ? "Å" : "");
        for (AlignmentScore.Entry e : rows) {
            ErrorRatios r = e.errorRatios().orElse(null);
            if (r != null) {
                line(text, "%-12s   %-22s %-22s %-22s %-22s %s", e.name(), ratio(r.angles()), ratio(r.shifts()),
                        ratio(r.positions()), ratio(r.projected()), motion ? ratio(r.motion()) : "");
            }
        }
    }

    private static String ratio(ErrorSum errors) {
        return errors.count() == 0 ? "not refined"
                : String.format(Locale.ROOT, "%.3f/%.3f = %.2f", errors.actualRms(), errors.predictedRms(), errors.ratio());
    }

    private static String weights(FoundWeights weights) {
        String there = weights.there() == 0 ? ""
                : String.format(Locale.ROOT, "%.2f of %d that are there", weights.meanThere(), weights.there());
        String absent = weights.absent() == 0 ? ""
                : String.format(Locale.ROOT, "%.2f of %d that are not", weights.meanAbsent(), weights.absent());
        String images = weights.imageCorrelation().isEmpty() ? ""
                : String.format(Locale.ROOT, "; weights of images: correlation with their true signal %.2f",
                        weights.imageCorrelation().getAsDouble());
        return "%nmean weight of particles: ".formatted() + there + (there.isEmpty() || absent.isEmpty() ? "" : ", ")
                + absent + images + "%n".formatted();
    }

    /** Adds a line, without blanks at its end. */
    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values).stripTrailing()).append(System.lineSeparator());
    }
}
