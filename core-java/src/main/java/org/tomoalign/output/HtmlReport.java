package org.tomoalign.output;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.output.figure.Ink;
import org.tomoalign.output.figure.Texts;
import org.tomoalign.output.figure.TomogramFigures;

/**
 * Writes the report as one web page that needs nothing else: the numbers are in it, and a script that draws the tomogram
 * one looks at, so that hundreds of tomograms open as quickly as one. Without scripts there are still the sentence, the
 * advice and the table. It follows the reader's choice of a light or dark background, and is well-formed XML.
 */
public final class HtmlReport {
    /** Tomograms of concern that are listed at once. */
    private static final int LISTED = 7;
    /** Characters of a name in the table. */
    private static final int NAME = 32;

    private HtmlReport() {
    }

    /**
     * Writes the page, whole or not at all.
     *
     * @throws UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, AlignmentReport report) {
        AtomicFile.write(file, out -> {
            // One tomogram at a time: the page of hundreds is too large to be held as a string.
            StringBuilder html = new StringBuilder();
            Findings findings = Findings.of(report.summaries());
            head(html, report);
            first(html, report, findings);
            table(html, report, findings);
            html.append("<section id=\"tomogram\" tabindex=\"-1\" aria-live=\"polite\"></section>\n</main>\n");
            summaries(html, report, findings);
            for (TomogramFigures tomogram : report.tomograms()) {
                flush(html, out);
                html.append("<script type=\"application/json\" class=\"data\">").append(tomogram.page()).append("</script>\n");
            }
            html.append("<script>\n//<![CDATA[\n").append(resource("report.js")).append("//]]>\n</script>\n</body>\n</html>\n");
            flush(html, out);
        });
    }

    private static void flush(StringBuilder html, OutputStream out) throws IOException {
        out.write(html.toString().getBytes(StandardCharsets.UTF_8));
        html.setLength(0);
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = HtmlReport.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
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
        html.append("}\n@media screen and (prefers-color-scheme: dark) {\n  :root {\n").append(dark).append("  }\n}\n")
                .append(resource("report.css")).append("</style>\n</head>\n<body>\n<main>\n");
    }

    /** What the first screen says. */
    private static void first(StringBuilder html, AlignmentReport report, Findings findings) {
        html.append("<header>\n<h1>").append(escaped(report.title())).append("</h1>\n<p class=\"lead\">")
                .append(escaped(findings.sentence())).append("</p>\n");
        if (!report.advice().isEmpty()) {
            html.append("<h2>What to do</h2>\n<ul class=\"advice\">\n");
            report.advice().forEach(line -> html.append("<li>").append(escaped(line)).append("</li>\n"));
            html.append("</ul>\n");
        }
        if (!findings.cases().isEmpty()) {
            int listed = Math.min(LISTED, findings.cases().size());
            html.append("<h2>Look at</h2>\n");
            cases(html, findings.cases().subList(0, listed), 1);
            if (listed < findings.cases().size()) {
                html.append("<details class=\"facts\"><summary>and ").append(findings.cases().size() - listed)
                        .append(" more</summary>\n");
                cases(html, findings.cases().subList(listed, findings.cases().size()), listed + 1);
                html.append("</details>\n");
            }
        }
        html.append("</header>\n<figure id=\"strip\"></figure>\n<noscript><p class=\"note\">The figures need scripts, which "
                + "are switched off. logfile.pdf has them too.</p></noscript>\n");
        if (!report.remarks().isEmpty()) {
            html.append("<details class=\"facts\"><summary>The job</summary>\n<dl>\n");
            for (String remark : report.remarks()) {
                int colon = remark.indexOf(": ");
                html.append("<dt>").append(escaped(colon < 0 ? "" : remark.substring(0, colon))).append("</dt><dd>")
                        .append(escaped(colon < 0 ? remark : remark.substring(colon + 2))).append("</dd>\n");
            }
            html.append("</dl>\n</details>\n");
        }
    }

    private static void cases(StringBuilder html, List<Findings.Case> cases, int from) {
        html.append("<ol class=\"cases\" start=\"").append(from).append("\">\n");
        for (Findings.Case c : cases) {
            html.append("<li><a href=\"#t").append(c.index() + 1).append("\">").append(escaped(c.name()))
                    .append("</a>: ").append(escaped(String.join("; ", c.reasons()))).append("</li>\n");
        }
        html.append("</ol>\n");
    }

    private static void table(StringBuilder html, AlignmentReport report, Findings findings) {
        List<TomogramSummary> all = report.summaries();
        List<TableColumns.Column> columns = TableColumns.of(all);
        Map<Integer, Findings.Case> cases = new HashMap<>();
        findings.cases().forEach(c -> cases.put(c.index(), c));
        html.append("<section id=\"tomograms\">\n<h2>Tomograms</h2>\n<div class=\"tools\" id=\"tools\"></div>\n"
                + "<div class=\"wide\"><table class=\"summary\" id=\"summary\">\n<thead><tr><th scope=\"col\">tomogram</th>"
                + "<th scope=\"col\">result</th>");
        for (TableColumns.Column column : columns) {
            html.append("<th scope=\"col\" class=\"number\" title=\"").append(escaped(column.meaning())).append("\">")
                    .append(escaped(column.heading())).append("</th>");
        }
        html.append("<th scope=\"col\">why it stopped</th></tr></thead>\n<tbody>\n");
        for (int i = 0; i < all.size(); i++) {
            TomogramSummary summary = all.get(i);
            html.append(cases.containsKey(i) ? "<tr class=\"case\"" : "<tr").append(" data-i=\"").append(i)
                    .append("\"><th scope=\"row\"><a href=\"#t").append(i + 1).append("\" title=\"").append(escaped(summary.name()))
                    .append("\">").append(escaped(Texts.shortenedInside(summary.name(), NAME)))
                    .append("</a></th><td>").append(escaped(summary.verdict())).append("</td>");
            for (TableColumns.Column column : columns) {
                double value = column.value().applyAsDouble(summary);
                html.append("<td class=\"number\" data-v=\"").append(Double.isFinite(value) ? Double.toString(value) : "")
                        .append("\">").append(escaped(column.text().apply(summary))).append("</td>");
            }
            html.append("<td>").append(escaped(summary.whyStopped())).append("</td></tr>\n");
        }
        html.append("</tbody>\n</table></div>\n</section>\n");
    }

    private static void summaries(StringBuilder html, AlignmentReport report, Findings findings) {
        PageJson json = new PageJson().open('{').field("title", report.title()).field("weak", TomogramSummary.WEAK, 2)
                .key("tomograms").open('[');
        for (TomogramSummary s : report.summaries()) {
            boolean tested = s.tested();
            json.open('{').field("name", s.name()).field("verdict", s.verdict())
                    .field("gain", tested ? s.gain().percent() : Double.NaN, 3)
                    .field("gainError", tested ? s.gain().percentError() : Double.NaN, 3)
                    .field("change", s.medianChange(), 3).field("change90", s.change90(), 3).field("weight", s.weight(), 3)
                    .field("out", 100 * s.outOfRange(), 2).field("range", s.range(), 0).field("particles", s.particles(), 0)
                    .field("images", s.images(), 0).field("pairs", s.pairs(), 0).field("motion", s.medianMotion(), 2)
                    .close('}');
        }
        json.close(']').key("cases").open('[');
        for (Findings.Case c : findings.cases()) {
            json.open('{').field("i", c.index(), 0).key("why").open('[');
            c.reasons().forEach(json::text);
            json.close(']').close('}');
        }
        html.append("<script type=\"application/json\" id=\"all\">").append(json.close(']').close('}'))
                .append("</script>\n");
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
