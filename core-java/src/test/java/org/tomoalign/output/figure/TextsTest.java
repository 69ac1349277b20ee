package org.tomoalign.output.figure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextsTest {
    @Test
    void numbers() {
        assertEquals("–", Texts.fixed(Double.NaN, 2));
        assertEquals("0.00", Texts.fixed(-0.001, 2));
        assertEquals("-0.01", Texts.fixed(-0.006, 2));
        assertEquals("123", Texts.brief(123.4));
        assertEquals("12.3", Texts.brief(12.34));
        assertEquals("0.123", Texts.brief(0.1234));
        assertEquals("0 %", Texts.percent(0));
        assertEquals("< 0.1 %", Texts.percent(1e-5));
        assertEquals("2.5 %", Texts.percent(0.025));
        assertEquals("46 %", Texts.percent(0.456));
    }

    @Test
    void shortened() {
        assertEquals("short", Texts.shortened("short", 8, 100));
        String cut = Texts.shortened("a name that is much too long for its column", 8, 100);
        assertTrue(cut.endsWith("…") && cut.startsWith("a name"), cut);
        assertTrue(Texts.width(cut, 8) <= 100);
        assertEquals("…", Texts.shortened("wide", 8, 1));
    }

    @Test
    void wrapped() {
        String text = "one two three four five six seven_is_a_very_long_word_without_any_space_in_it eight";
        List<String> lines = Texts.wrapped(text, 8, 80);
        for (String line : lines) {
            assertTrue(Texts.width(line, 8) <= 80, line);
            assertFalse(line.isEmpty());
        }
        assertEquals(text.replace(" ", ""), String.join("", lines).replace(" ", ""));
        assertEquals(List.of("one two"), Texts.wrapped("one two", 8, 80));
        assertEquals(List.of("W", "W"), Texts.wrapped("WW", 8, 1), "at least one letter a line");
    }

    @Test
    void steps() {
        assertEquals(1, Axes.step(1));
        assertEquals(2, Axes.step(1.1));
        assertEquals(0.5, Axes.step(0.21), 1e-15);
        assertEquals(100, Axes.step(51), 1e-12);
    }

    @Test
    void namesAreShortenedInTheMiddle() {
        assertEquals("TS_01", Texts.shortenedInside("TS_01", 5));
        assertEquals("Pos…_17", Texts.shortenedInside("Position_001_stack_17", 7));
        assertEquals("\ud835\udd38…\ud835\udd3b", Texts.shortenedInside("\ud835\udd38\ud835\udd39\ud835\udd3a\ud835\udd3b", 3));
        String shorter = Texts.shortenedInside("a long name of a tilt series, number 17", 8, 80);
        assertTrue(shorter.startsWith("a long") && shorter.endsWith("17") && Texts.width(shorter, 8) <= 80, shorter);
    }
}
