package org.tomoalign.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.output.figure.Panel;
import org.tomoalign.output.figure.ReportFont;
import org.tomoalign.output.figure.TomogramFigures;

/**
 * Writes the report as a PDF of A4 pages: a table of the tomograms, then the figures of each from a new page on, all
 * vector graphics. Text is text: it can be searched and copied.
 */
public final class PdfReport {
    private static final double PANEL_GAP = 15;
    private static final double ROW_GAP = 14;
    /** So many tomograms get pages of their own. */
    private static final int MOST_WHOLE = 20;
    private static final int SHEET = 6;

    private PdfReport() {
    }

    /**
     * Writes the report, whole or not at all.
     *
     * @throws UncheckedIOException  if the file cannot be written
     * @throws org.tomoalign.output.figure.NoFontsException if Java cannot use fonts on this machine
     */
    public static void write(Path file, AlignmentReport report) {
        ReportFont.require();
        AtomicFile.write(file, out -> {
            try (InputStream bytes = ReportFont.open();
                    TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(bytes));
                    PDDocument document = new PDDocument()) {
                // Ligatures: no text of ours needs them, and looking for them takes most of the time of a text.
                font.setEnableGsub(false);
                // PDFBox derives the file's identifier from this number, or else from the clock.
                document.setDocumentId((long) report.title().hashCode());
                PDDocumentInformation information = new PDDocumentInformation();
                information.setTitle(report.title());
                information.setCreator("tomo-align");
                document.setDocumentInformation(information);
                PDFont face = PDType0Font.load(document, font, true);
                try (PdfPages pages = new PdfPages(document, face)) {
                    SummaryTable.draw(pages, report);
                    drawTomograms(pages, report);
                }
                document.save(out);
            }
        });
    }

    /** Those of concern come first; of many tomograms the others share pages. */
    private static void drawTomograms(PdfPages pages, AlignmentReport report) throws IOException {
        List<TomogramFigures> all = report.tomograms();
        Set<Integer> first = new LinkedHashSet<>();
        Findings.of(report.summaries()).cases().forEach(c -> first.add(c.index()));
        boolean many = all.size() > MOST_WHOLE;
        for (int index : many ? first.stream().limit(MOST_WHOLE).toList() : first) {
            drawTomogram(pages, all.get(index));
        }
        List<TomogramFigures> rest = IntStream.range(0, all.size())
                .filter(i -> !first.contains(i) || many && first.stream().limit(MOST_WHOLE).noneMatch(f -> f == i))
                .mapToObj(all::get).toList();
        if (many) {
            drawSheets(pages, rest);
        } else {
            for (TomogramFigures tomogram : rest) {
                drawTomogram(pages, tomogram);
            }
        }
    }

    /** Six tomograms a page. */
    private static void drawSheets(PdfPages pages, List<TomogramFigures> tomograms) throws IOException {
        List<Panel> sheet = tomograms.stream().flatMap(t -> t.sheet().stream()).toList();
        for (int i = 0; i < sheet.size(); i++) {
            if (i % SHEET == 0) {
                pages.newPage(i == 0 ? "The other tomograms" : "The other tomograms, continued",
                        sheet.size() + " in all; report.html has the figures of each", i == 0 ? "The other tomograms" : null);
            }
            pages.draw(sheet.get(i), i % 2 == 0 ? 0 : Panel.HALF_WIDTH + PANEL_GAP);
            if (i % 2 == 1) {
                pages.advance(Panel.HALF_HEIGHT + ROW_GAP);
            }
        }
    }

    private static void drawTomogram(PdfPages pages, TomogramFigures tomogram) throws IOException {
        TomogramSummary summary = tomogram.summary();
        String name = summary.name();
        pages.newPage(name, summary.particles() + " particles, " + summary.images() + " images, " + summary.pairs()
                + " particle images", name);
        double x = 0;
        double rowHeight = 0;
        for (Panel panel : tomogram.panels()) {
            if (x > 0 && x + panel.width() > Panel.FULL_WIDTH + 1) {
                pages.advance(rowHeight + ROW_GAP);
                x = 0;
            }
            if (x == 0 && panel.height() > pages.room()) {
                pages.newPage(name, "continued", null);
            }
            rowHeight = x == 0 ? panel.height() : Math.max(rowHeight, panel.height());
            pages.draw(panel, x);
            x += panel.width() + PANEL_GAP;
        }
    }
}
