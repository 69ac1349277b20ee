package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each row kernel of each provider against the formula in double precision. */
class RowKernelsTest {
    private static final float SCALE = 3f;

    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Kernels kernels : Providers.all()) {
            for (int n : Providers.SIZES) {
                cases.add(Arguments.of(kernels.name(), n, true));
                cases.add(Arguments.of(kernels.name(), n, false));
            }
        }
        return cases;
    }

    private static RowKernels rows(String name) {
        return KernelProvider.named(name).rows();
    }

    /** Compares the row with the formula; the tolerance is that of a few float operations on values up to largest. */
    private static void assertRow(Row row, int floats, double largest, IntToDoubleFunction formula) {
        for (int i = 0; i < floats; i++) {
            assertEquals(formula.applyAsDouble(i), row.get(i), 4e-7 * largest, "value " + i);
        }
        row.assertMarginsUntouched(floats);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void phaseRamp(String name, int n, boolean aligned) {
        Random random = new Random(1);
        for (double step : new double[] {0, 0.01, -1.3, 3.1, 40}) {
            Row out = Row.random(random, 2 * n, SCALE, aligned);
            rows(name).phaseRamp(-0.4, step, n, out.segment(), out.offset());
            for (int k = 0; k < n; k++) {
                assertEquals(Math.cos(-0.4 + step * k), out.get(2 * k), 2e-7, "real part " + k + ", step " + step);
                assertEquals(Math.sin(-0.4 + step * k), out.get(2 * k + 1), 2e-7, "imaginary " + k + ", step " + step);
            }
            out.assertMarginsUntouched(2 * n);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void correlate(String name, int n, boolean aligned) {
        Random random = new Random(2);
        Row obs = Row.random(random, 2 * n, SCALE, aligned);
        Row ramp = Row.random(random, 2 * n, 1, aligned);
        Row pred = Row.random(random, 2 * n, SCALE, !aligned);
        Row weight = Row.random(random, n, SCALE, aligned);
        float rowRe = 0.6f;
        float rowIm = -0.8f;
        IntToDoubleFunction formula = i -> {
            int k = i / 2;
            double shiftRe = ramp.re(k) * rowRe - ramp.im(k) * rowIm;
            double shiftIm = ramp.re(k) * rowIm + ramp.im(k) * rowRe;
            double re = obs.re(k) * shiftRe - obs.im(k) * shiftIm;
            double im = obs.re(k) * shiftIm + obs.im(k) * shiftRe;
            return weight.was(k)
                    * (i % 2 == 0 ? re * pred.re(k) + im * pred.im(k) : im * pred.re(k) - re * pred.im(k));
        };
        double largest = 8 * SCALE * SCALE * SCALE;
        Row out = Row.random(random, 2 * n, SCALE, aligned);
        correlate(rows(name), obs, ramp, rowRe, rowIm, pred, weight, n, out);
        assertRow(out, 2 * n, largest, formula);
        for (Row inPlace : List.of(obs.copy(), pred.copy(), ramp.copy())) {
            Row o = inPlace.start() == obs.start() ? inPlace : obs;
            Row r = inPlace.start() == ramp.start() ? inPlace : ramp;
            Row p = inPlace.start() == pred.start() ? inPlace : pred;
            correlate(rows(name), o, r, rowRe, rowIm, p, weight, n, inPlace);
            assertRow(inPlace, 2 * n, largest, formula);
        }
    }

    private static void correlate(
            RowKernels rows, Row obs, Row ramp, float rowRe, float rowIm, Row pred, Row weight, int n, Row out) {
        rows.correlate(
                obs.segment(), obs.offset(), ramp.segment(), ramp.offset(), rowRe, rowIm, pred.segment(),
                pred.offset(), weight.segment(), weight.offset(), n, out.segment(), out.offset());
    }

    private static double product(Row a, Row b, int i) {
        int k = i / 2;
        return i % 2 == 0 ? a.re(k) * b.re(k) - a.im(k) * b.im(k) : a.re(k) * b.im(k) + a.im(k) * b.re(k);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void multiply(String name, int n, boolean aligned) {
        Random random = new Random(4);
        Row a = Row.random(random, 2 * n, SCALE, aligned);
        Row b = Row.random(random, 2 * n, SCALE, aligned);
        rows(name).multiply(a.segment(), a.offset(), b.segment(), b.offset(), n);
        assertRow(a, 2 * n, 2 * SCALE * SCALE, i -> product(a, b, i));
        Row square = b.copy();
        rows(name).multiply(square.segment(), square.offset(), square.segment(), square.offset(), n);
        assertRow(square, 2 * n, 2 * SCALE * SCALE, i -> product(b, b, i));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void weightedPower(String name, int n, boolean aligned) {
        Random random = new Random(5);
        Row a = Row.random(random, 2 * n, SCALE, aligned);
        Row weight = Row.random(random, n, SCALE, !aligned);
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += weight.was(k) * (a.re(k) * a.re(k) + a.im(k) * a.im(k));
        }
        double found = rows(name).weightedPower(a.segment(), a.offset(), weight.segment(), weight.offset(), n);
        assertEquals(sum, found, 1e-7 * n * 2 * SCALE * SCALE * SCALE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void accumulateSquares(String name, int n, boolean aligned) {
        Random random = new Random(6);
        Row v = Row.random(random, n, SCALE, aligned);
        Row acc = Row.random(random, n, SCALE, aligned);
        rows(name).accumulateSquares(v.segment(), v.offset(), n, acc.segment(), acc.offset());
        assertRow(acc, n, 2 * SCALE * SCALE, k -> acc.was(k) + v.was(k) * v.was(k));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void weightedSum(String name, int n, boolean aligned) {
        Random random = new Random(7);
        Row v = Row.random(random, n, SCALE, aligned);
        Row weight = Row.random(random, n, SCALE, !aligned);
        double sum = 0;
        for (int k = 0; k < n; k++) {
            sum += weight.was(k) * v.was(k);
        }
        double found = rows(name).weightedSum(v.segment(), v.offset(), weight.segment(), weight.offset(), n);
        assertEquals(sum, found, 1e-7 * n * SCALE * SCALE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void window(String name, int n, boolean aligned) {
        Random random = new Random(8);
        Row v = Row.random(random, n, SCALE, aligned);
        Row weight = Row.random(random, n, SCALE, aligned);
        Row out = Row.random(random, n, SCALE, !aligned);
        IntToDoubleFunction formula = k -> weight.was(k) * (v.was(k) - 0.37f);
        rows(name).window(
                v.segment(), v.offset(), weight.segment(), weight.offset(), 0.37f, n, out.segment(), out.offset());
        assertRow(out, n, SCALE * SCALE, formula);
        Row inPlace = v.copy();
        rows(name).window(
                inPlace.segment(), inPlace.offset(), weight.segment(), weight.offset(), 0.37f, n, inPlace.segment(),
                inPlace.offset());
        assertRow(inPlace, n, SCALE * SCALE, formula);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void accumulate(String name, int n, boolean aligned) {
        Random random = new Random(9);
        Row v = Row.random(random, n, SCALE, aligned);
        Row acc = Row.random(random, n, SCALE, !aligned);
        rows(name).accumulate(-2.5f, v.segment(), v.offset(), n, acc.segment(), acc.offset());
        assertRow(acc, n, 4 * SCALE, k -> acc.was(k) - 2.5 * v.was(k));
    }
}
