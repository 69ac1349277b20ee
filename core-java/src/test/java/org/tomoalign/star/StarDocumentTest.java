package org.tomoalign.star;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.tomoalign.input.InputException;

class StarDocumentTest {
    private static final String MIXED = """
            # a comment
            # version 30001

            data_

            _rlnA               one    # why
            _rlnB               "two words"
            _rlnC               ''
            _rlnD
             \s
            data_general

            _rlnNumber 5

            loop_
            _rlnX #1
            # between labels
            _rlnY #2
            1 2 # trailing
            # between rows

            3 4

            data_empty
            loop_\s
            _rlnOnly #1\s

            data_my tomogram # remark

            loop_
            _rlnName
            _unknownLabel
            _rlnV
            data_x 1 [1,2.5,-3e2]
             "it's a "b"c" '' []
            """;

    /** The same as RELION can read it: without gaps in a table, with a value for every label. */
    private static final String TIDY = MIXED.replace("1 2 # trailing\n# between rows\n\n", "# between rows\n1 2 # trailing\n")
            .replace("_rlnD\n", "_rlnD \"\"\n");

    private static StarDocument parse(String text) {
        return StarDocument.parse("test.star", text.getBytes(StandardCharsets.UTF_8));
    }

    private static String text(StarDocument document) {
        return new String(document.toBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void findsBlocksAndTables() {
        StarDocument document = parse(MIXED);
        assertEquals(List.of("", "general", "empty", "my tomogram"),
                document.blocks().stream().map(StarBlock::name).toList());
        StarTable list = document.table("");
        assertInstanceOf(StarList.class, list);
        assertEquals(List.of("rlnA", "rlnB", "rlnC", "rlnD"), list.labels());
        assertEquals("one", list.column("rlnA").text(0));
        assertEquals("two words", list.column("rlnB").text(0));
        assertEquals("", list.column("rlnC").text(0));
        assertEquals("", list.column("rlnD").text(0));
        assertEquals(2, document.block("general").tables().size());
        assertEquals(5, document.table("general").column("rlnNumber").integer(0));
        StarTable loop = document.block("general").tables().get(1);
        assertEquals(2, loop.rows());
        assertEquals(4, loop.column("rlnY").number(1));
        assertEquals(0, document.table("empty").rows());
        StarTable odd = document.table("my tomogram");
        assertEquals("data_x", odd.column("rlnName").text(0));
        assertEquals("it's a \"b\"c", odd.column("rlnName").text(1));
        assertArrayEquals(new double[] {1, 2.5, -300}, odd.column("rlnV").vector(0));
        assertEquals(0, odd.column("rlnV").vector(1).length);
    }

    @Test
    void unchangedFilesKeepEveryByte() {
        for (String text : List.of(TIDY, "", "\n\n", "data_", "data_x\nloop_\n_a\n1", "data_x\n_a 1",
                "data_x\n_a \u00c5\n", "data_x\n_a\n;\nlong\ndata_text\n;\n_b 2\n")) {
            assertEquals(text, text(parse(text)));
        }
        assertEquals("2", parse("data_x\n_a\n;\nlong\n_text\n;\n_b 2\n").table("x").column("b").text(0));
    }

    @Test
    void linesEndWithALineFeedWhateverTheyEndedWith() {
        for (String end : List.of("\r\n", "\r\r\n", "\r")) {
            StarDocument document = parse(TIDY.replace("\n", end));
            assertEquals(TIDY, text(document));
            assertEquals(5, document.table("general").column("rlnNumber").integer(0));
            assertMessage("test.star: line 6: block data_p, row 1: found 2 values, expected 3, one per label",
                    () -> parse("data_p\nloop_\n_a\n_b\n_c\n 1 2 \n".replace("\n", end)));
        }
        assertEquals("data_x\n_a 1  2\n", text(parse("data_x\n_a 1\r\r2\r\n")));
        assertEquals("data_x\n_a \u00c5\n", text(parse("\ufeffdata_x\n_a \u00c5\n")));
        assertEquals("data_x\n_a 1\n", text(parse("\ufeffdata_x\r\n_a 1\r\n")));
    }

    @Test
    void whatRelionCannotReadIsNotWritten() {
        assertEquals(TIDY, text(parse(MIXED)));
        String table = "data_p\nloop_\n_a #1\n_b #2\n_c #3\n";
        // RELION takes a blank line for the end of a table, and any other line within it or after it for a row.
        String gaps = table + "1 2 3\n\n4 5 6\n# why\n \n7 8 9\n10 11 12\ndata_q\n_d 1\n";
        assertEquals(table + "# why\n1 2 3\n4 5 6\n7 8 9\n10 11 12\n\ndata_q\n_d 1\n", text(parse(gaps)));
        StarDocument document = parse(gaps);
        document.table("p").column("b").set(2, 0);
        document.table("p").columnOrNew("e").setText(3, "x");
        assertEquals(table + "_e #4\n# why\n1 2 3 \"\"\n4 5 6 \"\"\n7 0 9 \"\"\n10 11 12 x\n\ndata_q\n_d 1\n",
                text(document));
        document = parse(gaps);
        document.table("p").remove("b");
        assertEquals("data_p\nloop_\n_a #1\n_c #2\n# why\n1 3\n4 6\n7 9\n10 12\n\ndata_q\n_d 1\n", text(document));
        assertEquals(table + "1 2 3\n\n\t\n", text(parse(table + "1 2 3\n\t\n")));
        assertEquals("data_p\n_a \"\" # why\n_b 2\n", text(parse("data_p\n_a # why\n_b 2\n")));
    }

    @Test
    void tellsWhereRelionWouldReadAnotherTable() {
        assertEquals(List.of("test.star: line 21: a blank line within block data_general, where RELION stops reading: it "
                + "would see 1 of 2 rows"), parse(MIXED).oddities());
        assertEquals(List.of(), parse(TIDY).oddities());
        assertEquals(List.of("test.star: line 6: a blank line within block data_p, where RELION stops reading: it would "
                + "see 2 of 4 rows"), parse("data_p\nloop_\n_a\n1\n2\n \n3\n\n4\n\n").oddities());
    }

    @Test
    void joinedFilesAreRefused() {
        String one = "data_p\nloop_\n_a\n1\n\n";
        StarDocument document = parse(one + "data_q\n_b 1\n" + one);
        assertMessage("test.star: found 2 blocks data_p, expected one; files must be joined table by table",
                () -> document.table("p"));
        assertMessage("test.star: found 2 blocks data_p, expected one; files must be joined table by table",
                () -> document.find("p"));
        assertEquals(1, document.table("q").column("b").integer(0));
        assertMessage("test.star: block data_p has two tables with column _a, expected one; files must be joined table by "
                + "table", () -> parse("data_p\nloop_\n_a\n1\n\nloop_\n_a\n1\n").table("p"));
        assertEquals(1, parse("data_p\n_c 1\n\nloop_\n_a\n1\n").table("p").column("c").integer(0));
    }

    @Test
    void settingTheSameValueChangesNothing() {
        StarDocument document = parse(MIXED);
        document.table("").column("rlnB").setText(0, "two words");
        StarTable loop = document.block("general").tables().get(1);
        loop.column("rlnX").set(0, 9.0);
        loop.column("rlnX").set(0, 1.0);
        document.table("my tomogram").column("rlnV").set(0, new double[] {1, 2.5, -300});
        assertEquals(TIDY, text(document));
    }

    @Test
    void finerTextSurvivesARoundedValue() {
        String text = "data_x\nloop_\n_a\n0.12345678901\n0.12345678901\n";
        StarDocument document = parse(text);
        document.table("x").column("a").set(0, 0.123456789);
        assertEquals(text, text(document));
        document.table("x").column("a").set(1, 0.1234599);
        assertEquals("data_x\nloop_\n_a\n0.12345678901\n0.123460\n", text(document));
    }

    @Test
    void changesCellsInPlace() {
        StarDocument document = parse(MIXED);
        document.table("").column("rlnA").setText(0, "a b");
        document.table("").column("rlnD").set(0, 4);
        document.block("general").tables().get(1).column("rlnY").set(0, -2.5);
        document.table("my tomogram").column("unknownLabel").setText(1, "");
        document.table("my tomogram").column("rlnV").set(1, new double[] {0, 1e-9});
        assertEquals(TIDY.replace("one    #", "\"a b\"    #").replace("_rlnD \"\"\n", "_rlnD 4\n")
                .replace("1 2 # trailing", "1 -2.50000 # trailing").replace("'' []", "'' [0,1e-09]"), text(document));
        assertEquals(-2.5, document.block("general").tables().get(1).column("rlnY").number(0));
        assertEquals("[0,1e-09]", document.table("my tomogram").column("rlnV").text(1));
    }

    @Test
    void keepsTheWidthOfPaddedColumns() {
        StarDocument document = parse("data_x\nloop_\n_a\n_b\n  10.0   1234.5 \n\t7\t8\n");
        document.table("x").column("a").set(0, 1.5);
        document.table("x").column("b").set(0, -2.0);
        document.table("x").column("b").set(1, 9.25);
        assertEquals("data_x\nloop_\n_a\n_b\n1.500000 -2.00000 \n\t7\t9.250000\n", text(document));
    }

    @Test
    void relionTablesKeepRelionsLayout() {
        String head = "\n# version 30001\n\ndata_p\n\nloop_ \n_rlnTomoName #1 \n_rlnX #2 \n_rlnV #3 \n_rlnN #4 \n";
        StarDocument document = parse(head
                + "     TS_01  -12.50000 [1,2,3,4.55555]            1 \n"
                + "     TS_02     3.000000  [0,0,0,1]           10 \n \n");
        StarTable table = document.table("p");
        table.column("rlnX").set(0, 0.25);
        table.column("rlnV").set(0, new double[] {0, 0, 0, 1});
        table.column("rlnN").set(1, 7);
        table.columnOrNew("rlnZ").set(0, 0.0);
        table.columnOrNew("rlnZ").set(1, 1.0);
        table.columnOrNew("rlnS").setText(0, "a/b");
        table.columnOrNew("rlnS").setText(1, "");
        assertEquals(head + "_rlnZ #5 \n_rlnS #6 \n"
                + "     TS_01     0.250000  [0,0,0,1]            1     0.000000        a/b \n"
                + "     TS_02     3.000000  [0,0,0,1]            7     1.000000         \"\" \n \n", text(document));
    }

    @Test
    void addsAndRemovesColumns() {
        StarDocument document = parse("data_x\n\nloop_\n_a #1\n_b #2\n_c #3\n1 2 3 # z\n4 5 6\n\n# end\n");
        StarTable table = document.table("x");
        table.remove("b");
        table.columnOrNew("d").setText(0, "new");
        assertFalse(table.has("b"));
        assertThrows(InputException.class, () -> table.column("b"));
        assertEquals(List.of("a", "c", "d"), table.labels());
        assertEquals("data_x\n\nloop_\n_a #1\n_c #2\n_d #3\n1 3 new # z\n4 6 \"\"\n\n# end\n", text(document));
        table.remove("a");
        assertEquals("data_x\n\nloop_\n_c #1\n_d #2\n 3 new # z\n 6 \"\"\n\n# end\n", text(document));
        table.columnOrNew("a");
        table.columnOrNew("b");
        table.remove("d");
        assertEquals("data_x\n\nloop_\n_a #1\n_b #2\n_c #3\n1 2 3 # z\n4 5 6\n\n# end\n", text(document));
    }

    @Test
    void addsToLists() {
        StarDocument document = parse("data_\n\n_rlnFirst      1\n_rlnSecond     two");
        document.table("").columnOrNew("rlnThird").setText(0, "x y");
        document.table("").columnOrNew("rlnAVeryLongLabelIndeed").set(0, 3);
        document.table("").remove("rlnFirst");
        assertEquals("data_\n\n_rlnSecond     two\n_rlnThird      \"x y\"\n_rlnAVeryLongLabelIndeed 3\n",
                text(document));
    }

    @Test
    void reportsFileBlockRowAndColumn() {
        StarTable table = parse("data_p\nloop_\n_rlnX\n_rlnV\n1 [1,2]\nnan [1,x]\nabc 5\n").table("p");
        assertMessage("test.star: block data_p, row 2, column _rlnX: found 'nan', expected a finite number",
                () -> table.column("rlnX").number(1));
        assertMessage("test.star: block data_p, row 3, column _rlnX: found 'abc', expected an integer",
                () -> table.column("rlnX").integer(2));
        assertMessage("test.star: block data_p, row 2, column _rlnV: found '[1,x]', expected a list of finite numbers",
                () -> table.column("rlnV").vector(1));
        assertMessage("test.star: block data_p, row 3, column _rlnV: found '5', expected a list of numbers such as "
                + "[1,2,3]", () -> table.column("rlnV").vector(2));
        assertMessage("test.star: block data_p, columns missing: _rlnA, _rlnB",
                () -> table.require("rlnA", "rlnX", "rlnB"));
        assertMessage("test.star: no block data_q, found data_p",
                () -> parse("data_p\n").block("q"));
        assertMessage("test.star: block data_p is empty, expected a list or a loop",
                () -> parse("data_p\n").table("p"));
    }

    @Test
    void refusesWhatIsNotStar() {
        assertMessage("test.star: line 6: block data_p, row 1: found 2 values, expected 3, one per label",
                () -> parse("data_p\nloop_\n_a\n_b\n_c\n 1 2 \n"));
        assertMessage("test.star: line 5: block data_p, row 1: found 3 values, expected 2, one per label",
                () -> parse("data_p\nloop_\n_a\n_b\n1 2 3\n"));
        assertMessage("test.star: line 1: found 'hello', expected data_, loop_ or a label that begins with an "
                + "underscore", () -> parse("hello\n"));
        assertMessage("test.star: line 2: found a table outside a block, expected data_ first",
                () -> parse("\nloop_\n_a\n1\n"));
        assertMessage("test.star: line 2: found an opening quote, expected a closing one on the same line",
                () -> parse("data_\n_a \"b\n"));
        assertMessage("test.star: block data_p, label _a appears twice, expected once",
                () -> parse("data_p\nloop_\n_a\n_a\n1 2\n"));
    }

    @Test
    void readsAMissingSecondValueAsBlank() {
        String text = "data_p\nloop_\n_a\n_b\nx\ny z\n";
        StarDocument document = parse(text);
        assertEquals("", document.table("p").column("b").text(0));
        document.table("p").column("b").setText(0, "q");
        assertEquals("data_p\nloop_\n_a\n_b\nx q\ny z\n", text(document));
    }

    @Test
    void missingFilesAndFoldersAreInputErrors() {
        assertMessage("no/such.star: no such file", () -> StarDocument.read(Path.of("no/such.star")));
        assertTrue(assertThrows(InputException.class, () -> StarDocument.read(Path.of("."))).getMessage()
                .contains("is a directory"));
    }

    private static void assertMessage(String expected, org.junit.jupiter.api.function.Executable executable) {
        assertEquals(expected, assertThrows(InputException.class, executable).getMessage());
    }
}
