package org.tomoalign.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.output.figure.Ink;
import org.tomoalign.output.figure.Panel;
import org.tomoalign.output.figure.ReportFont;
import org.tomoalign.output.figure.Texts;
import org.tomoalign.output.figure.TomogramFigures;
import org.tomoalign.output.figure.TomogramFigures.ImageNumbers;

/**
 * Writes the report as one web page that needs nothing else: the figures are in it as SVG, the numbers as tables. It
 * follows the reader's choice of a light or dark background, and is well-formed XML.
 */
public final class HtmlReport {
    /** With more tomograms than this, their parts are closed until they are wanted. */
    private static final int MOST_OPEN = 10;

    private HtmlReport() {
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @throws UncheckedIOException  if the file cannot be written
     * @throws org.tomoalign.output.figure.NoFontsException if Java cannot use fonts on this machine
     */
    public static void write(Path file, AlignmentReport report) {
        ReportFont.require();
        AtomicFile.write(file, out -> {
            // One tomogram at a time: the page of hundreds is too large to be held as a string.
            StringBuilder html = new StringBuilder();
            head(html, report);
            summary(html, report);
            for (int i = 0; i < report.tomograms().size(); i++) {
                out.write(html.toString().getBytes(StandardCharsets.UTF_8));
                html.setLength(0);
                tomogram(html, report.tomograms().get(i), i, report.tomograms().size() <= MOST_OPEN);
            }
            html.append("</main>\n</body>\n</html>\n");
            out.write(html.toString().getBytes(StandardCharsets.UTF_8));
        });
    }

    private static void head(StringBuilder html, AlignmentReport report) throws IOException {
        html.append("<!DOCTYPE html>\n<html lang=\"en\" xmlns=\"http://www.w3.org/1999/xhtml\">\n<head>\n"
                + "<meta charset=\"utf-8\"/>\n"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n<title>")
                .append(escaped(report.title())).append("</title>\n<style>\n:root {\n  color-scheme: light dark;\n");
        StringBuilder dark = new StringBuilder();
        for (Ink ink : Ink.values()) {
            html.append("  ").append(ink.variable()).append(": ").append(ink.lightHex()).append(";\n");
            dark.append("    ").append(ink.variable()).append(": ").append(ink.darkHex()).append(";\n");
        }
        html.append("}\n@media (prefers-color-scheme: dark) {\n  :root {\n").append(dark).append("  }\n}\n");
        try (InputStream style = HtmlReport.class.getResourceAsStream("report.css")) {
            html.append(new String(style.readAllBytes(), StandardCharsets.UTF_8));
        }
        html.append("</style>\n</head>\n<body>\n<main>\n<h1>").append(escaped(report.title())).append("</h1>\n");
        for (String remark : report.remarks()) {
            html.append("<p class=\"remark\">").append(escaped(remark)).append("</p>\n");
        }
    }

    private static void summary(StringBuilder html, AlignmentReport report) {
        html.append("<div class=\"wide\"><table class=\"summary\">\n<thead><tr><th>tomogram</th>");
        for (SummaryTable.Column column : SummaryTable.COLUMNS) {
            html.append("<th class=\"number\">").append(escaped(column.heading())).append("</th>");
        }
        html.append("<th>why it stopped</th></tr></thead>\n<tbody>\n");
        List<TomogramFigures> tomograms = report.tomograms();
        for (int i = 0; i < tomograms.size(); i++) {
            TomogramSummary summary = tomograms.get(i).summary();
            html.append("<tr><td><a href=\"#t").append(i + 1).append("\">").append(escaped(summary.name()))
                    .append("</a></td>");
            for (SummaryTable.Column column : SummaryTable.COLUMNS) {
                number(html, column.text().apply(summary));
            }
            html.append("<td>").append(escaped(SummaryTable.remark(summary))).append("</td></tr>\n");
        }
        html.append("</tbody>\n</table></div>\n<p class=\"note\">").append(escaped(SummaryTable.legend()))
                .append("</p>\n");
    }

    private static void tomogram(StringBuilder html, TomogramFigures tomogram, int index, boolean open) {
        TomogramSummary summary = tomogram.summary();
        html.append("<details class=\"tomogram\" id=\"t").append(index + 1).append(open ? "\" open=\"open\">" : "\">")
                .append("\n<summary><h2>").append(escaped(summary.name())).append("</h2> <span class=\"note\">")
                .append(summary.particles()).append(" particles, ").append(summary.images()).append(" images, ")
                .append(summary.pairs()).append(" particle images</span></summary>\n<div class=\"figures\">\n");
        for (int i = 0; i < tomogram.panels().size(); i++) {
            Panel panel = tomogram.panels().get(i);
            html.append("<figure class=\"").append(panel.width() > Panel.HALF_WIDTH ? "full" : "half")
                    .append("\" role=\"img\" aria-label=\"").append(escaped(panel.title() + ", " + summary.name()))
                    .append("\">").append(SvgFigure.of(panel, "t" + (index + 1) + "p" + (i + 1) + "-"))
                    .append("</figure>\n");
        }
        html.append("</div>\n");
        images(html, tomogram);
        html.append("</details>\n");
    }

    private static void images(StringBuilder html, TomogramFigures tomogram) {
        boolean moving = tomogram.summary().moving();
        html.append("<details><summary>The images in numbers</summary>\n<div class=\"wide\"><table>\n<thead><tr>");
        for (String heading : List.of("image", "in file", "dose (e/Å²)", "particles", "median change (px)",
                "shift x (px)", "shift y (px)", "about x (°)", "about y (°)", "about z (°)")) {
            html.append("<th class=\"number\">").append(heading).append("</th>");
        }
        html.append(moving ? "<th class=\"number\">median motion (Å)</th>" : "").append("</tr></thead>\n<tbody>\n");
        int number = 0;
        for (ImageNumbers image : tomogram.images()) {
            html.append("<tr>");
            number(html, Integer.toString(++number));
            number(html, Integer.toString(image.file() + 1));
            number(html, Texts.fixed(image.dose(), 2));
            number(html, Integer.toString(image.pairs()));
            number(html, Texts.fixed(image.medianChange(), 3));
            number(html, Texts.fixed(image.pose().shiftX(), 3));
            number(html, Texts.fixed(image.pose().shiftY(), 3));
            number(html, Texts.fixed(Math.toDegrees(image.pose().phi()), 4));
            number(html, Texts.fixed(Math.toDegrees(image.pose().theta()), 4));
            number(html, Texts.fixed(Math.toDegrees(image.pose().psi()), 4));
            if (moving) {
                number(html, Texts.fixed(image.medianMotion(), 3));
            }
            html.append("</tr>\n");
        }
        html.append("</tbody>\n</table></div>\n<p class=\"note\">Images in chronological order. Shifts are those of "
                + "the tomogram's centre on the image, rotations those of the refined relative to the input projection "
                + "(z is the viewing direction).</p>\n</details>\n");
    }

    private static void number(StringBuilder html, String text) {
        html.append("<td class=\"number\">").append(escaped(text)).append("</td>");
    }

    /** Escapes a text for content and attributes; characters that XML does not allow become U+FFFD. */
    static String escaped(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> {
                    boolean allowed = c == '\t' || c == '\n' || c >= 0x20 && c < 0xd800 || c >= 0xe000 && c < 0xfffe
                            || c >= 0x10000;
                    out.appendCodePoint(allowed ? c : 0xfffd);
                }
            }
        });
        return out.toString();
    }
}
