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
import java.util.Base64;
import java.util.Collections;
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
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Projection;
import org.tomoalign.output.figure.TomogramFigures;
import org.tomoalign.tomogram.Deformation;
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
            // The table; figures, particles and tracks of the first; figures and particles of the second.
            assertEquals(6, document.getNumberOfPages());
            String first = page(document, 1);
            for (String text : List.of("Alignment & motion", "a<b.star", "TS_01", ODD_NAME, "2 tomograms aligned",
                    "converged: no further progress is possible")) {
                assertTrue(first.contains(text), () -> text + " is missing in " + first);
            }
            String figures = page(document, 2) + page(document, 3) + page(document, 4);
            for (String text : List.of("TS_01", "30 particles, 5 images", "2-D position changes on the images",
                    "change of x (px)", "accumulated dose (e/Å²)", "about z", "iteration", "Motion against dose",
                    "10–90 % of the particles", "range of 10 px")) {
                assertTrue(figures.contains(text), () -> text + " is missing in " + figures);
            }
            assertTrue(page(document, 4).contains("Motion, enlarged "));
            for (int p = 5; p <= 6; p++) {
                String second = page(document, p);
                assertTrue(second.contains(ODD_NAME), second);
                assertFalse(second.contains("Motion"), second);
            }
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
        JsonNode windows = data.get("cc");
        assertEquals(13 * 13, Base64.getDecoder().decode(windows.get("all").get("a").asText()).length);
        assertEquals(5 * 13 * 13, Base64.getDecoder().decode(windows.get("img").get("b").asText()).length);
        assertEquals(2, windows.get("all").get("high").get(0).asDouble(), 1e-6);
        assertEquals(1 / (13 * Synthetic.PIXEL), windows.get("band").asDouble(), 1e-6);
        assertEquals(0.5, windows.get("ba").get(3).asDouble(), 1e-6);
        try (PDDocument document = Loader.loadPDF(pdf(report))) {
            assertTrue(page(document, 1).contains("1 of 2 tomograms better"), page(document, 1));
            String figures = new PDFTextStripper().getText(document);
            for (String text : List.of("Mean correlation window", "after: 2.00 in the middle", "mean of 7 particle images",
                    "Mean correlation window of each image", "Correlation by resolution", "Particles, XY, by correlation after",
                    "Particles, XZ", "The 4 particles that fit worst", "before after weight", "TS_01/1 ")) {
                assertTrue(figures.contains(text), () -> text + " is missing in " + figures);
            }
        }
    }

    @Test
    void deformationsAreArrowsInBoth() throws Exception {
        TomogramAlignment plain = Synthetic.alignment("TS_01", 4, false);
        TomogramAlignment deformed = new TomogramAlignment(plain.before(), plain.after().withDeformation(new Deformation(
                DeformationKind.LINEAR, 0, 0, Collections.nCopies(5, new double[] {0.01, 0, -0.02}))), plain.costs(),
                plain.whyStopped(), 10, 16);
        AlignmentReport report = report(deformed);
        DeformationArrows arrows = DeformationArrows.of(deformed).orElseThrow();
        assertTrue(arrows.alike());
        JsonNode data = data(parsed(html(report))).getFirst().get("def");
        double[] expected = arrows.images().getFirst().arrows();
        assertEquals(expected.length, data.get("of").get(0).get("v").size());
        assertEquals(expected[3], data.get("of").get(0).get("v").get(3).asDouble(), 5e-4);
        assertTrue(arrows.images().getFirst().longest() > 0);
        try (PDDocument document = Loader.loadPDF(pdf(report))) {
            String figures = new PDFTextStripper().getText(document);
            assertTrue(figures.contains("Deformation of the images"), figures);
            assertTrue(figures.contains("model; largest displacement"), figures);
        }
        assertTrue(DeformationArrows.of(plain).isEmpty());
    }

    @Test
    void windowsFitAPageOfManyTomograms() {
        assertEquals(12, PageDetail.half(60, 12, PageDetail.of(1).windowBytes()));
        int many = PageDetail.half(60, 12, PageDetail.of(500).windowBytes());
        assertTrue(many >= 4 && many < 12, "half " + many);
        assertTrue(500L * 60 * 2 * (2 * many + 1) * (2 * many + 1) * 4 / 3 <= 8_000_000);
        assertEquals(0, PageDetail.half(60, 12, PageDetail.of(2000).windowBytes()));
        assertEquals(2, PageDetail.half(10, 2, PageDetail.of(1).windowBytes()));
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
            assertEquals(7, document.getNumberOfPages());
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
