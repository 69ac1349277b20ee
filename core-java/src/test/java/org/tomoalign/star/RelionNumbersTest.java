package org.tomoalign.star;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelionNumbersTest {
    /** The right column is what C's printf and streams give. */
    @ParameterizedTest
    @CsvSource({
        "0, 0.000000", "-0.0, 0.000000", "1, 1.000000", "-1, -1.00000", "0.001, 0.001000", "0.0009999, 9.999000e-04",
        "-0.0005, -5.00000e-04", "100000, 100000.000000", "100000.5, 1.000005e+05", "-123456.789, -1.23457e+05",
        "87.390630, 87.390630", "-87.390627, -87.39063", "0.0000005, 5.000000e-07", "1e-120, 0.000000",
        "0.5000005, 0.500000", "2.0000005, 2.000001", "99999.9999999, 100000.000000", "1e100, 1.000000e+100"
    })
    void decimalIsPrintf(double value, String expected) {
        assertEquals(expected, RelionNumbers.decimal(value));
    }

    @ParameterizedTest
    @CsvSource({
        "0, [0]", "-0.0, [0]", "1, [1]", "-4.91850348653e-05, [-4.91850348653e-05]", "0.0001, [0.0001]",
        "305.819830398, [305.819830398]", "123456789012, [123456789012]", "1234567890123, [1.23456789012e+12]",
        "1e12, [1e+12]", "0.1234567890125, [0.123456789012]", "0.5, [0.5]"
    })
    void vectorHasTwelveDigits(double value, String expected) {
        assertEquals(expected, RelionNumbers.vector(value));
    }

    @Test
    void vectorJoinsWithCommas() {
        assertEquals("[]", RelionNumbers.vector());
        assertEquals("[0,0,0,1]", RelionNumbers.vector(0, 0, 0, 1));
    }

    @Test
    void fastRoundingIsExact() {
        Random random = new Random(7);
        for (int i = 0; i < 20_000; i++) {
            // Multiples of half a unit in the last place, the hard case, and their neighbours.
            double value = (random.nextInt(2_000_000) + 1000) * 0.5e-6 + 0.001;
            double near = random.nextBoolean() ? value : Math.nextUp(value) + random.nextInt(50_000);
            String exact = new BigDecimal(near).setScale(6, RoundingMode.HALF_EVEN).toPlainString();
            assertEquals(exact, RelionNumbers.decimal(near));
        }
    }

    @Test
    void refusesWhatIsNoNumber() {
        assertThrows(IllegalArgumentException.class, () -> RelionNumbers.decimal(Double.NaN));
        assertThrows(IllegalArgumentException.class, () -> RelionNumbers.vector(1, Double.POSITIVE_INFINITY));
    }

    @Test
    void readsLikeTheLibrary() {
        Random random = new Random(8);
        for (int i = 0; i < 20_000; i++) {
            double value = switch (i % 4) {
                case 0 -> random.nextGaussian() * 1000;
                case 1 -> Double.longBitsToDouble(random.nextLong());
                case 2 -> random.nextInt() * 1e-6;
                default -> random.nextGaussian() * Math.pow(10, random.nextInt(60) - 30);
            };
            if (!Double.isFinite(value)) {
                continue;
            }
            String text = i % 3 == 0 ? String.format(Locale.ROOT, "%.5e", value) : Double.toString(value);
            assertEquals(Double.parseDouble(text), parse(text), text);
        }
    }

    @ParameterizedTest
    @CsvSource({"nan", "inf", "-inf", "1.2.3", "1e", "1e+", "--1", "0x10", "1d", "abc", ".", "-", "1e999", "+.e1"})
    void refusesOtherText(String text) {
        assertEquals(Double.NaN, parse(text));
    }

    @ParameterizedTest
    @CsvSource({"1., 1", ".5, 0.5", "+7, 7", "1E3, 1000", "000012, 12", "1e-400, 0", "-.5e1, -5"})
    void readsOddNumbers(String text, double expected) {
        assertEquals(expected, parse(text));
    }

    private static double parse(String text) {
        byte[] bytes = (" " + text + " ").getBytes(StandardCharsets.US_ASCII);
        return DecimalText.parse(bytes, 1, bytes.length - 1);
    }
}
