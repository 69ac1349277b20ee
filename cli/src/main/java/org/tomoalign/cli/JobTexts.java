package org.tomoalign.cli;

import java.util.Locale;
import java.util.Optional;
import org.tomoalign.input.Plural;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.TomogramMetrics;
import org.tomoalign.job.VerdictMetrics;

/** What is said of a job's events. */
final class JobTexts {
    private static final int BAR = 20;

    private JobTexts() {
    }

    /** Returns what is to be done. */
    static String planned(JobEvent.Planned event) {
        long rest = event.parts().stream().filter(part -> !part.finished()).count();
        long before = event.parts().size() - rest;
        return Plural.of(rest, "tomogram") + " to align" + (before > 0 ? " (" + before + " finished before)" : "")
                + (rest > 1 ? ", " + event.atOnce() + " at a time" : "") + ", with " + Plural.of(event.threads(), "thread");
    }

    /** Returns what a stage did: "correlating: 73001 windows in 12.7 s". */
    static String ended(JobEvent.Ended event) {
        return event.stage().activity().phrase() + ": " + Plural.of(event.done(), event.stage().activity().unit()) + " in "
                + seconds(event.seconds());
    }

    /** Returns what a stage is doing: "45 % of 73001 windows  [===>   ]", "iteration 53, cost -12345.678". */
    static String state(JobEvent.Stage stage, JobProgress.State state, boolean withBar) {
        if (state.cost().isPresent()) {
            return String.format(Locale.ROOT, "iteration %d, cost %.3f", state.done(), state.cost().getAsDouble());
        }
        if (stage.total() == 0) {
            return "";
        }
        double part = Math.min(1, (double) state.done() / stage.total());
        int full = (int) (part * BAR);
        return String.format(Locale.ROOT, "%3.0f %% of ", 100 * part) + Plural.of(stage.total(), stage.activity().unit())
                + (withBar ? "  [" + "=".repeat(full) + (full < BAR ? ">" : "") + " ".repeat(Math.max(0, BAR - full - 1)) + "]"
                        : "");
    }

    /** Returns what became of a tomogram, without its name. */
    static String aligned(JobEvent.Aligned event) {
        TomogramMetrics m = event.metrics();
        if (event.onlyShifts()) {
            return String.format(Locale.ROOT, "images shifted by %.2f px rms; reference scale %.3f", m.rmsDisplacement(),
                    m.scale());
        }
        String how = m.iterations() == 0 && !m.converged() ? String.format(Locale.ROOT, "cost %.3f, not refined", m.costFirst())
                : String.format(Locale.ROOT, "cost %.3f -> %.3f in %s (%s)", m.costFirst(), m.costLast(),
                        Plural.of(m.iterations(), "iteration"), m.whyStopped());
        return m.verdict().filter(v -> v.heldOut() > 0).map(v -> verdict(v) + "; ").orElse("") + how + String.format(Locale.ROOT, "; displacements %.2f px rms, %d of %d beyond the range; reference scale %.3f",
                m.rmsDisplacement(), m.outOfRange(), m.windows(), m.scale());
    }

    /** Returns whether a tomogram is better than its input: "held-out correlation +2.3 +- 0.3 %: better". */
    static String verdict(VerdictMetrics v) {
        return String.format(Locale.ROOT, "held-out correlation %+.1f +- %.1f %%: %s", v.gainPercent(),
                v.gainPercentError(), v.verdict());
    }

    /** Returns why a tomogram has no outcome. */
    static String failed(JobEvent.Failed event) {
        String reason = event.reason().spelled(OptionNames::of);
        return (reason.contains(event.tomogram()) ? "" : event.tomogram() + ": ") + reason + (reason.contains("\n") ? "\n" : "; ")
                + event.tomogram() + " is left as it was";
    }

    /** Returns the last line of a job. */
    static String done(JobEvent.Done event, int warnings) {
        int failed = event.metrics().failed().size();
        int all = failed + event.metrics().tomograms().size();
        return "Done in " + seconds(event.metrics().seconds()) + (warnings > 0 ? ", with " + Plural.of(warnings, "warning") : "")
                + (failed > 0 ? "; " + failed + " of " + Plural.of(all, "tomogram") + " failed" : "")
                + "; wrote " + event.output();
    }

    /** Returns how much of a job is done: "3 of 60 tomograms done, about 14 min left". */
    static String job(JobProgress progress, long now) {
        Optional<Double> left = progress.secondsLeft(now);
        return String.format(Locale.ROOT, "%.0f %% of the job done", 100 * progress.fraction())
                + left.map(seconds -> ", about " + rough(seconds) + " left").orElse("");
    }

    private static String seconds(double seconds) {
        return seconds < 600 ? String.format(Locale.ROOT, seconds < 100 ? "%.1f s" : "%.0f s", seconds) : rough(seconds);
    }

    /** Returns a duration for people: "40 s", "14 min", "3 h 10 min". */
    static String rough(double seconds) {
        long minutes = Math.round(seconds / 60);
        return seconds < 90 ? Math.max(1, Math.round(seconds)) + " s" : minutes < 60 ? minutes + " min"
                : minutes / 60 + " h" + (minutes % 60 > 0 ? " " + minutes % 60 + " min" : "");
    }
}
