package org.tomoalign.star;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.input.InputException;

/** Random files, random changes, random damage. */
class StarFuzzTest {
    private static final String[] VALUES = {
        "1", "-2.5", "1e-3", "word", "\"two words\"", "'single'", "\"\"", "''", "[1,2,3]", "a#b", "data_x", "loop_x",
        "_underscore", "it's", "12\"", "000001@stack.mrcs", "\u00c5ngstr\u00f6m", "\"say \u0007\" so\""};
    private static final String[] NEW_TEXTS = {
        "", "plain", "two words", "say \"so\" or", "'quoted'", "#hash", "\"", "tab\there",
        "\u00c5", "[1,2]", "a\" b", "data_x", "_x"};

    private static String random(Random random, String... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private static String document(Random random) {
        String end = random(random, "\n", "\r\n");
        StringBuilder text = new StringBuilder();
        int blocks = random.nextInt(5);
        for (int b = 0; b < blocks; b++) {
            text.append(random(random, "", end, "# comment" + end, " " + end));
            text.append("data_").append(random(random, "", "b" + b, "TS_0" + b + "/1")).append(end);
            text.append(random(random, "", end, "# comment" + end, " " + end + end));
            int columns = 1 + random.nextInt(6);
            if (random.nextInt(4) == 0) {
                for (int c = 0; c < columns; c++) {
                    text.append("_l").append(c).append(random(random, " ", "\t", "       "))
                            .append(random(random, VALUES)).append(random(random, "", " # why", "  ")).append(end)
                            .append(random(random, "", "", end, "# c" + end));
                }
                continue;
            }
            String space = random(random, "", " ");
            text.append("loop_").append(space).append(end);
            boolean numbered = random.nextBoolean();
            for (int c = 0; c < columns; c++) {
                text.append("_c").append(c).append(numbered ? " #" + (c + 1) : "").append(space).append(end);
            }
            int rows = random.nextInt(6);
            for (int r = 0; r < rows; r++) {
                text.append(random(random, "", "", "     "));
                for (int c = 0; c < columns; c++) {
                    // A first value that looks like a keyword would be one, alone on its line or after a gap.
                    String value = c == 0 ? VALUES[random.nextInt(9)] : random(random, VALUES);
                    text.append(c == 0 ? "" : random(random, " ", "    ", "\t")).append(value);
                }
                text.append(random(random, "", " ", " # note")).append(end);
                text.append(random(random, "", "", "", "# between" + end, end));
            }
            text.append(random(random, end, " " + end));
        }
        return text.toString();
    }

    private static String withoutReturns(byte[] text) {
        return new String(text, StandardCharsets.ISO_8859_1).replace("\r", "");
    }

    /** RELION takes every line after the labels for a row, up to the first blank one. */
    private static void assertRelionReads(StarDocument document) {
        String text = new String(document.toBytes(), StandardCharsets.UTF_8);
        assertEquals(-1, text.indexOf('\r'));
        List<String> lines = text.lines().map(String::strip).toList();
        int at = 0;
        for (StarTable table : tables(document)) {
            if (table instanceof StarLoop) {
                while (!lines.get(at).equals("loop_")) {
                    at++;
                }
                at++;
                while (at < lines.size() && lines.get(at).matches("|[_#;].*")) {
                    at++;
                }
                int first = at;
                while (table.rows() > 0 && at < lines.size() && !lines.get(at).isEmpty()) {
                    at++;
                }
                assertEquals(table.rows(), at - first, text);
            }
        }
    }

    private static StarDocument parse(byte[] text) {
        return StarDocument.parse("fuzz.star", text);
    }

    private static List<StarTable> tables(StarDocument document) {
        return document.blocks().stream().flatMap(b -> b.tables().stream()).toList();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void roundTripsAndChanges(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            byte[] text = document(random).getBytes(StandardCharsets.UTF_8);
            StarDocument document = parse(text);
            List<StarTable> tables = tables(document);
            if (text.length == withoutReturns(text).length() && tables.stream().allMatch(StarTable::isReadable)) {
                assertArrayEquals(text, document.toBytes());
            }
            assertRelionReads(document);
            List<Map<String, List<String>>> expected = new ArrayList<>();
            for (StarTable table : tables) {
                if (table.rows() > 0) {
                    change(random, table);
                }
                expected.add(contents(table));
            }
            byte[] changed = document.toBytes();
            assertRelionReads(document);
            List<StarTable> again = tables(parse(changed));
            assertEquals(tables.size(), again.size());
            for (int t = 0; t < again.size(); t++) {
                assertEquals(tables.get(t).labels(), again.get(t).labels());
                assertEquals(expected.get(t), contents(again.get(t)), new String(changed, StandardCharsets.UTF_8));
            }
        }
    }

    private static void change(Random random, StarTable table) {
        int changes = random.nextInt(4);
        for (int i = 0; i < changes; i++) {
            String label = random(random, table.labels().toArray(String[]::new));
            int row = random.nextInt(table.rows());
            switch (random.nextInt(6)) {
                case 0 -> table.column(label).set(row, random.nextGaussian() * 100);
                case 1 -> table.column(label).set(row, new double[] {random.nextInt(5), random.nextDouble()});
                case 2 -> table.column(label).setText(row, random(random, NEW_TEXTS));
                case 3 -> table.columnOrNew("new" + random.nextInt(2)).setText(row, random(random, NEW_TEXTS));
                case 4 -> table.columnOrNew("new" + random.nextInt(2)).set(row, random.nextInt());
                default -> {
                    // Without the first column a row could begin with what looks like a keyword, or be blank.
                    if (!label.equals(table.labels().getFirst())) {
                        table.remove(label);
                    }
                }
            }
        }
    }

    private static Map<String, List<String>> contents(StarTable table) {
        Map<String, List<String>> out = new HashMap<>();
        for (String label : table.labels()) {
            List<String> values = new ArrayList<>();
            for (int r = 0; r < table.rows(); r++) {
                values.add(table.column(label).text(r));
            }
            out.put(label, values);
        }
        return out;
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14})
    void damagedFilesAreReadOrRefused(long seed) {
        Random random = new Random(seed);
        int refused = 0;
        for (int i = 0; i < 1000; i++) {
            byte[] text = document(random).getBytes(StandardCharsets.UTF_8);
            for (int n = random.nextInt(4); n >= 0 && text.length > 0; n--) {
                text[random.nextInt(text.length)] = (byte) (random.nextBoolean() ? random.nextInt(256)
                        : "\n\r\"'# _\t;".charAt(random.nextInt(9)));
            }
            try {
                StarDocument document = parse(text);
                byte[] written = document.toBytes();
                StarDocument again = parse(written);
                assertArrayEquals(written, again.toBytes());
                assertEquals(tables(document).stream().map(StarFuzzTest::contents).toList(),
                        tables(again).stream().map(StarFuzzTest::contents).toList());
            } catch (InputException e) {
                refused++;
                assertTrue(e.getMessage().startsWith("fuzz.star: "), e.getMessage());
            }
        }
        assertTrue(refused > 0 && refused < 1000);
    }
}
