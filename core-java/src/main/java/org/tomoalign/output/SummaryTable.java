package org.tomoalign.output;

import java.io.IOException;
import java.util.List;
import java.util.function.Function;
import org.tomoalign.output.figure.Ink;
import org.tomoalign.output.figure.Panel;
import org.tomoalign.output.figure.Texts;
import org.tomoalign.output.figure.TomogramFigures;

/** The first page of the PDF: the tomograms in numbers, on as many pages as that takes. */
final class SummaryTable {
    private static final double TEXT_SIZE = 8;
    private static final double SMALL_SIZE = 7;
    private static final double LEAD_SIZE = 11;
    /** Tomograms of concern that the first page names. */
    private static final int CASES = 10;
    private static final double NAME_WIDTH = 125;
    private static final double ROW = 25;

    /** A column of numbers, aligned at its right edge (pt from the left margin). */
    record Column(String heading, double right, Function<TomogramSummary, String> text) {
    }

    /** The numbers of a tomogram; the web page has the same. */
    static final List<Column> COLUMNS = List.of(
            new Column("particles", 165, s -> Integer.toString(s.particles())),
            new Column("images", 200, s -> Integer.toString(s.images())),
            new Column("held out (%)", 265, s -> s.tested() ? Texts.fixed(s.gain().percent(), 1) + " ± "
                    + Texts.fixed(s.gain().percentError(), 1) : "–"),
            new Column("correlation (%)", 325, s -> Texts.fixed(s.correlationChange(), 1)),
            new Column("weight", 360, s -> Texts.fixed(s.weight(), 2)),
            new Column("median (px)", 412, s -> Texts.fixed(s.medianChange(), 2)),
            new Column("largest (px)", 463, s -> Texts.fixed(s.maxChange(), 2)),
            new Column("out of range", Panel.FULL_WIDTH, s -> Texts.percent(s.outOfRange())));

    private SummaryTable() {
    }

    /** What the columns mean. */
    static String legend() {
        return "Held out: gain of particle images that were not refined on, refined against input, and its standard error. "
                + "Correlation: change of all, which the refinement saw. Weight: median over the images of the signal relative "
                + "to the prediction. Median and largest: change of the 2-D positions of the particles on the tilt images, refined minus "
                + "input. Out of range: part of them that moved farther than the range.";
    }

    /** Returns what is said of a tomogram in words. */
    static String remark(TomogramSummary summary) {
        String motion = summary.moving() ? "; motion: median " + Texts.brief(summary.medianMotion()) + " Å, largest "
                + Texts.brief(summary.maxMotion()) + " Å" : "";
        String scale = Double.isNaN(summary.scale()) ? "" : "; scale " + Texts.brief(summary.scale());
        return (summary.tested() ? summary.verdict() + "; " : "") + summary.whyStopped() + motion + scale;
    }

    /** Draws the table. */
    static void draw(PdfPages pages, AlignmentReport report) throws IOException {
        String remark = report.tomograms().size() + (report.tomograms().size() == 1 ? " tomogram" : " tomograms");
        pages.newPage(report.title(), remark, "Summary");
        pages.advance(6);
        Findings findings = Findings.of(report.summaries());
        paragraph(pages, findings.sentence(), LEAD_SIZE, Ink.TEXT);
        for (String line : report.advice()) {
            paragraph(pages, "What to do: " + line, TEXT_SIZE, Ink.TEXT);
        }
        findings.cases().stream().limit(CASES).forEach(c -> paragraph(pages, "Look at " + Texts.shortenedInside(c.name(), 40)
                + ": " + String.join("; ", c.reasons()), TEXT_SIZE, Ink.LIMIT));
        for (String line : report.remarks()) {
            paragraph(pages, line, SMALL_SIZE, Ink.MUTED);
        }
        pages.advance(8);
        head(pages);
        for (TomogramFigures tomogram : report.tomograms()) {
            if (pages.room() < ROW) {
                pages.newPage(report.title(), "continued", null);
                pages.advance(12);
                head(pages);
            }
            row(pages, tomogram.summary());
        }
        pages.advance(4);
        if (pages.room() < ROW) {
            pages.newPage(report.title(), "continued", null);
        }
        for (String part : Texts.wrapped(legend(), SMALL_SIZE, Panel.FULL_WIDTH)) {
            pages.text(part, 0, SMALL_SIZE, Ink.MUTED);
            pages.advance(10);
        }
    }

    private static void paragraph(PdfPages pages, String text, double size, Ink ink) {
        for (String part : Texts.wrapped(text, size, Panel.FULL_WIDTH)) {
            pages.text(part, 0, size, ink);
            pages.advance(1.4 * size);
        }
        pages.advance(1);
    }

    private static void head(PdfPages pages) {
        pages.text("tomogram", 0, SMALL_SIZE, Ink.MUTED);
        for (Column column : COLUMNS) {
            right(pages, column.heading(), column.right(), SMALL_SIZE, Ink.MUTED);
        }
        pages.advance(5);
        pages.rule(Ink.FRAME);
        pages.advance(12);
    }

    private static void row(PdfPages pages, TomogramSummary summary) {
        pages.text(Texts.shortenedInside(summary.name(), TEXT_SIZE, NAME_WIDTH), 0, TEXT_SIZE, Ink.TEXT);
        for (Column column : COLUMNS) {
            right(pages, column.text().apply(summary), column.right(), TEXT_SIZE, Ink.TEXT);
        }
        pages.advance(9.5);
        pages.text(Texts.shortened(remark(summary), SMALL_SIZE, Panel.FULL_WIDTH), 0, SMALL_SIZE, Ink.MUTED);
        pages.advance(4);
        pages.rule(Ink.GRID);
        pages.advance(11.5);
    }

    private static void right(PdfPages pages, String text, double right, double size, Ink ink) {
        pages.text(text, right - Texts.width(text, size), size, ink);
    }
}
