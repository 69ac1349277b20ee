package org.tomoalign.job;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.output.AlignmentReport;
import org.tomoalign.output.HtmlReport;
import org.tomoalign.output.PageDetail;
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
     * @param notes     what the report says of the job
     * @param pool      runs the work
     */
    static void write(
            List<Tomogram> tomograms, Map<String, AlignedTomogram> aligned, ReportNotes notes, OutputFolder output,
            JobListener listener, ForkJoinPool pool) {
        try (JobListener.Stage stage = listener.stage("", Activity.DRAWING_REPORT, 2)) {
            PageDetail detail = PageDetail.of(tomograms.size());
            List<TomogramFigures> figures = Workers.map(pool, tomograms.size(), i -> TomogramFigures.of(
                    alignment(tomograms.get(i), aligned.get(tomograms.get(i).name()), notes), detail));
            AlignmentReport report =
                    new AlignmentReport("Alignment " + output.name(), notes.remarks(), notes.advice(), figures);
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

    private static TomogramAlignment alignment(Tomogram before, AlignedTomogram result, ReportNotes notes) {
        return new TomogramAlignment(before, result.geometry(),
                result.costs().stream().mapToDouble(Double::doubleValue).toArray(), result.metrics().whyStopped(),
                notes.range(), notes.margin(), result.metrics().scale() == 0 ? Double.NaN : result.metrics().scale(),
                notes.expectedMotion().getOrDefault(before.name(), Double.NaN), result.scores(), result.windows());
    }
}
