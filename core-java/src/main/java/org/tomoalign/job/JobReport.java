package org.tomoalign.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import org.tomoalign.output.AlignmentReport;
import org.tomoalign.output.HtmlReport;
import org.tomoalign.output.PdfReport;
import org.tomoalign.output.TomogramAlignment;
import org.tomoalign.output.figure.TomogramFigures;
import org.tomoalign.project.OutputFolder;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.Trajectory;

/** Draws what a job did: {@code logfile.pdf}, which RELION displays, and {@code report.html}. */
final class JobReport {
    private JobReport() {
    }

    /**
     * Writes both, side by side. A machine that cannot draw (no fonts) gets a warning instead: the alignment does not
     * depend on it.
     *
     * @param tasks   of the job
     * @param aligned outcome by tomogram name
     * @param pool    runs the work
     */
    static void write(
            List<TomogramAligner.Task> tasks, Map<String, AlignedTomogram> aligned, AlignSettings settings,
            OutputFolder output, JobListener listener, ForkJoinPool pool) {
        try (JobListener.Stage stage = listener.stage("Report", "drawing logfile.pdf and report.html", 2)) {
            List<TomogramFigures> figures = new ArrayList<>();
            for (TomogramAligner.Task task : tasks) {
                figures.add(TomogramFigures.of(alignment(task, aligned.get(task.series().name()), settings)));
            }
            AlignmentReport report = new AlignmentReport("Alignment " + output.name(), remarks(settings), figures);
            ForkJoinTask<?> page = pool.submit(() -> {
                HtmlReport.write(output.file("report.html"), report);
                stage.advance(1);
            });
            try {
                PdfReport.write(output.file("logfile.pdf"), report);
                stage.advance(1);
            } finally {
                page.quietlyJoin();
            }
            page.join();
        } catch (IllegalStateException e) {
            listener.warning("no report: " + e.getMessage());
        }
    }

    private static TomogramAlignment alignment(
            TomogramAligner.Task task, AlignedTomogram result, AlignSettings settings) {
        List<Trajectory> motion = result.motion(task.series(), settings);
        return new TomogramAlignment(task.series(), result.geometry().projections(),
                task.particles().stream().map(Particle::position).toList(), result.geometry().positions(),
                task.trajectories(),
                motion.isEmpty() ? task.trajectories() : motion,
                result.costs().stream().mapToDouble(Double::doubleValue).toArray(), result.metrics().whyStopped(),
                settings.range(), settings.box());
    }

    private static List<String> remarks(AlignSettings settings) {
        return List.of(ProgramVersion.text() + ", box " + settings.box() + " px, range " + settings.range() + " px"
                + (settings.compat() ? ", numerically as RELION" : ""));
    }
}
