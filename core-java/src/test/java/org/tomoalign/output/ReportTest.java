package org.tomoalign.output;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.Projection;
import org.tomoalign.output.figure.TomogramFigures;
import org.tomoalign.tomogram.Geometry;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ReportTest {
    private static final String ODD_NAME = "Position_1/2 <a&b> \"c\"";

    @TempDir
    private Path folder;

    private static AlignmentReport report(TomogramAlignment... alignments) {
        return new AlignmentReport("Alignment & motion", List.of("tomo-align align --i a<b.star"),
                Stream.of(alignments).map(TomogramFigures::of).toList());
    }

    private static AlignmentReport report() {
        return report(Synthetic.alignment("TS_01", 30, true), Synthetic.alignment(ODD_NAME, 20, false));
    }

    private byte[] pdf(AlignmentReport report) throws IOException {
        PdfReport.write(folder.resolve("logfile.pdf"), report);
        return Files.readAllBytes(folder.resolve("logfile.pdf"));
    }

    private byte[] html(AlignmentReport report) throws IOException {
        HtmlReport.write(folder.resolve("report.html"), report);
        return Files.readAllBytes(folder.resolve("report.html"));
    }

    private static String page(PDDocument document, int page) throws IOException {
        PDFTextStripper stripper = new PDFTextStripper();
        stripper.setStartPage(page);
        stripper.setEndPage(page);
        return stripper.getText(document);
    }

    @Test
    void pdfHasTheExpectedPagesAndText() throws IOException {
        try (PDDocument document = Loader.loadPDF(pdf(report()))) {
            // The table; figures and tracks of the first, figures of the second.
            assertEquals(4, document.getNumberOfPages());
            String first = page(document, 1);
            for (String text : List.of("Alignment & motion", "a<b.star", "TS_01", ODD_NAME, "2 tomograms aligned",
                    "converged: no further progress is possible")) {
                assertTrue(first.contains(text), () -> text + " is missing in " + first);
            }
            String second = page(document, 2);
            for (String text : List.of("TS_01", "30 particles, 5 images", "2-D position changes on the images",
                    "change of x (px)", "accumulated dose (e/Å²)", "about z", "iteration", "Motion against dose",
                    "10–90 % of the particles", "range of 10 px")) {
                assertTrue(second.contains(text), () -> text + " is missing in " + second);
            }
            assertTrue(page(document, 3).contains("Motion, enlarged "));
            String fourth = page(document, 4);
            assertTrue(fourth.contains(ODD_NAME));
            assertFalse(fourth.contains("Motion"));
            assertNull(document.getDocumentInformation().getCreationDate());
            assertEquals("TS_01", document.getDocumentCatalog().getDocumentOutline().getFirstChild().getNextSibling()
                    .getTitle());
        }
    }

    private static Document parsed(byte[] html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(html));
    }

    /** The data of the tomograms in a page. */
    private static List<JsonNode> data(Document document) throws IOException {
        List<JsonNode> data = new ArrayList<>();
        NodeList scripts = document.getElementsByTagName("script");
        for (int i = 0; i < scripts.getLength(); i++) {
            Element script = (Element) scripts.item(i);
            if (script.getAttribute("class").equals("data")) {
                data.add(new ObjectMapper().readTree(script.getTextContent()));
            }
        }
        return data;
    }

    @Test
    void htmlIsWellFormedAndSelfContained() throws Exception {
        byte[] bytes = html(report());
        String html = new String(bytes, StandardCharsets.UTF_8);
        Document document = parsed(bytes);
        List<JsonNode> data = data(document);
        assertEquals(2, data.size());
        assertEquals(30, data.get(0).get("par").get("all").asInt());
        assertEquals(5, data.get(0).get("img").get("tilt").size());
        assertEquals(3 * 5 * 30, data.get(0).get("mot").get("v").size());
        assertFalse(data.get(1).has("mot"));
        // Names of XML's own vocabularies are no addresses.
        assertFalse(html.replace("http://www.w3.org/", "").contains("http"), "refers to other files");
        for (String forbidden : List.of("<link", "<img", "@import", " src=", "<iframe", "url(h")) {
            assertFalse(html.contains(forbidden), forbidden);
        }
        assertFalse(html.substring(0, html.indexOf("//<![CDATA[")).contains("NaN"), "a number that is none");
        NodeList links = document.getElementsByTagName("a");
        Set<String> targets = new HashSet<>();
        for (int i = 0; i < links.getLength(); i++) {
            targets.add(((Element) links.item(i)).getAttribute("href"));
        }
        assertEquals(Set.of("#t1", "#t2"), targets);
    }

    @Test
    void namesCannotBecomeMarkup() throws Exception {
        String name = "</script><b>&amp; 'x' \"y\" ]]> \\ \u2028 \ud800";
        byte[] bytes = html(report(Synthetic.alignment(name, 3, false)));
        Document document = parsed(bytes);
        assertEquals(0, document.getElementsByTagName("b").getLength());
        JsonNode all = new ObjectMapper().readTree(script(document, "all"));
        assertEquals(name, all.get("tomograms").get(0).get("name").asText());
        assertEquals(3, document.getElementsByTagName("script").getLength());
    }

    private static String script(Document document, String id) {
        NodeList scripts = document.getElementsByTagName("script");
        for (int i = 0; i < scripts.getLength(); i++) {
            if (((Element) scripts.item(i)).getAttribute("id").equals(id)) {
                return scripts.item(i).getTextContent();
            }
        }
        throw new AssertionError(id);
    }

    @Test
    void scoresAreShown() throws Exception {
        TomogramAlignment plain = Synthetic.alignment("TS_01", 4, false);
        AlignmentReport report = report(Synthetic.scored(plain, 5, false), Synthetic.scored(plain, -5, true));
        String html = new String(html(report), StandardCharsets.UTF_8);
        assertTrue(html.contains("<p class=\"lead\">1 of 2 tomograms better, 1 kept its input; 8 particles; 1 needs a look: TS_01."
                + "</p>"), html.substring(0, 12_000).replaceAll("(?s).*</style>", ""));
        JsonNode data = data(parsed(html.getBytes(StandardCharsets.UTF_8))).getFirst();
        for (String column : List.of("w", "b", "a", "g", "ge", "esx", "erx", "pe")) {
            assertEquals(5, data.get("img").get(column).size(), column);
        }
        // The worst first: the first particle of the synthetic scores.
        assertEquals(0.25, data.get("par").get("b").get(0).asDouble(), 1e-6);
        assertEquals(4, sum(data.get("par").get("hist").get("a")));
        try (PDDocument document = Loader.loadPDF(pdf(report))) {
            assertTrue(page(document, 1).contains("1 of 2 tomograms better"), page(document, 1));
        }
    }

    private static int sum(JsonNode values) {
        int sum = 0;
        for (JsonNode value : values) {
            sum += value.asInt();
        }
        return sum;
    }

    @Test
    void sameBytesTwiceAndInEveryLocale() throws IOException {
        byte[] pdf = pdf(report());
        byte[] html = html(report());
        Locale saved = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertArrayEquals(pdf, pdf(report()));
            assertArrayEquals(html, html(report()));
        } finally {
            Locale.setDefault(saved);
        }
    }

    @Test
    void manyParticlesStaySmall() throws IOException {
        byte[] few = pdf(report(Synthetic.alignment("TS_01", 2, true)));
        TomogramFigures many = TomogramFigures.of(Synthetic.alignment("TS_01", 4000, true));
        AlignmentReport report = new AlignmentReport("Alignment & motion", List.of("tomo-align align --i a<b.star"),
                List.of(many));
        // Two pages for the tomogram, each less than 300 kB.
        assertTrue(pdf(report).length - few.length < 2 * 300_000);
        assertTrue(html(report).length < 2 * 300_000);
    }

    @Test
    void oddTomograms() throws Exception {
        TomogramAlignment some = Synthetic.alignment("some", 3, true);
        List<Projection> projections = some.after().projections();
        Geometry given = some.before().geometry();
        TomogramAlignment shifted = new TomogramAlignment(
                some.before(), given.withProjections(projections), new double[0], "shift only", 10, 16);
        TomogramAlignment stuck = new TomogramAlignment(
                Synthetic.tomogram(Synthetic.series("no dose", 0, 0), given.positions()),
                given.withProjections(projections.subList(0, 2)), new double[] {5, 5, 5},
                "not converged: no acceptable step found", 10, 16);
        AlignmentReport report = report(Synthetic.alignment("empty", 0, false), shifted, stuck,
                Synthetic.alignment("\u6f22\u5b57 \u0001", 3, true));
        try (PDDocument document = Loader.loadPDF(pdf(report))) {
            assertEquals(6, document.getNumberOfPages());
            // Those of concern come first: what cannot be seen, and what did not converge.
            assertTrue(page(document, 3).contains("image, chronological"));
        }
        DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new ByteArrayInputStream(html(report)));
    }

    @Test
    void manyTomogramsGoOn() throws IOException {
        TomogramFigures one = TomogramFigures.of(Synthetic.alignment("TS", 2, false));
        AlignmentReport report = new AlignmentReport("many", List.of(), IntStream.range(0, 60)
                .mapToObj(i -> new TomogramFigures(one.summary(), one.images(), List.of(), one.sheet(),
                        one.page())).toList());
        try (PDDocument document = Loader.loadPDF(pdf(report))) {
            String table = page(document, 1) + page(document, 2) + page(document, 3);
            assertEquals(60, table.lines().filter(line -> line.startsWith("TS 2 5")).count());
        }
    }
}
