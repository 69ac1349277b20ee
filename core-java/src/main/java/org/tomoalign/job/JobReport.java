package org.tomoalign.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.output.AlignmentReport;
import org.tomoalign.output.HtmlReport;
import org.tomoalign.output.PdfReport;
import org.tomoalign.output.TomogramAlignment;
import org.tomoalign.output.figure.NoFontsException;
import org.tomoalign.output.figure.TomogramFigures;
import org.tomoalign.parallel.Workers;
import org.tomoalign.project.OutputFolder;
import org.tomoalign.tomogram.Tomogram;

/** Draws what a job did: {@code logfile.pdf}, which RELION displays, and {@code report.html}. */
final class JobReport {
    private JobReport() {
    }

    /**
     * Writes both, side by side. A machine that cannot draw (no fonts) gets a warning instead: the alignment does not
     * depend on it.
     *
     * @param tomograms of the job
     * @param aligned   outcome by tomogram name
     * @param particleRadius px
     * @param pool      runs the work
     */
    static void write(
            List<Tomogram> tomograms, Map<String, AlignedTomogram> aligned, AlignSettings settings,
            double particleRadius, OutputFolder output, JobListener listener, ForkJoinPool pool) {
        try (JobListener.Stage stage = listener.stage("", Activity.DRAWING_REPORT, 2)) {
            List<TomogramFigures> figures = tomograms.stream()
                    .map(t -> TomogramFigures.of(alignment(t, aligned.get(t.name()), settings, particleRadius))).toList();
            AlignmentReport report = new AlignmentReport("Alignment " + output.name(), remarks(settings), figures);
            List<Runnable> pages = List.of(() -> PdfReport.write(output.file("logfile.pdf"), report),
                    () -> HtmlReport.write(output.file("report.html"), report));
            Workers.run(pool, pages.size(), page -> {
                pages.get(page).run();
                stage.advance(1);
            });
        } catch (NoFontsException e) {
            listener.warning("no report: " + e.getMessage());
        }
    }

    private static TomogramAlignment alignment(Tomogram before, AlignedTomogram result, AlignSettings settings, double particleRadius) {
        return new TomogramAlignment(before, result.geometry(),
                result.costs().stream().mapToDouble(Double::doubleValue).toArray(), result.metrics().whyStopped(),
                settings.range(), settings.margin(particleRadius));
    }

    private static List<String> remarks(AlignSettings settings) {
        return List.of(ProgramVersion.text() + ", box " + settings.box() + " px, range " + settings.range() + " px"
                + (settings.compat() ? ", numerically as RELION" : ""));
    }
}
