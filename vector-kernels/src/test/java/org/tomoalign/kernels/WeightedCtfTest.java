package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The range-reduced sine within the contrast transfer function, against StrictMath. */
class WeightedCtfTest {
    private static final double SINE_ERROR = 2e-7;

    @ParameterizedTest
    @MethodSource("org.tomoalign.kernels.RowKernelsTest#cases")
    void isMinusWeightTimesSine(String name, int n, boolean aligned) {
        Random random = new Random(1);
        Row gamma = Row.random(random, n, 300, aligned);
        Row slope = Row.random(random, n, 1, !aligned);
        Row weight = Row.random(random, n, 3, aligned);
        Row out = Row.random(random, n, 3, aligned);
        float offset = 11.3f;
        run(name, gamma, slope, offset, weight, n, out);
        for (int k = 0; k < n; k++) {
            double argument = Math.fma(offset, (float) slope.was(k), (float) gamma.was(k));
            assertEquals(-weight.was(k) * StrictMath.sin(argument), out.get(k), 3 * SINE_ERROR, "value " + k);
        }
        out.assertMarginsUntouched(n);
        run(name, gamma, slope, offset, weight, n, weight);
        for (int k = 0; k < n; k++) {
            assertEquals(out.get(k), weight.get(k), "in place, value " + k);
        }
    }

    private static void run(String name, Row gamma, Row slope, float offset, Row weight, int n, Row out) {
        KernelProvider.named(name).rows().weightedCtf(
                gamma.segment(), gamma.offset(), slope.segment(), slope.offset(), offset, weight.segment(),
                weight.offset(), n, out.segment(), out.offset());
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void sineIsAccurateUpToThreeThousand(String name) {
        int n = 20_000;
        Random random = new Random(2);
        Row gamma = Row.random(random, n, 3000, true);
        for (int k = 0; k < 8000; k++) {
            // Multiples of pi / 2, where the reduction is hardest, and their neighbours.
            float multiple = (float) ((k / 4 - 955) * Math.PI / 2);
            gamma.set(k, k % 4 < 2 ? multiple : k % 4 == 2 ? Math.nextUp(multiple) : Math.nextDown(multiple));
        }
        for (int k = 8000; k < 12_000; k++) {
            gamma.set(k, (float) (Math.exp(-0.004 * (k - 8000)) * (k % 2 == 0 ? 3 : -3)));
        }
        gamma.set(12_000, 0f);
        gamma.set(12_001, 3000f);
        gamma.set(12_002, -3000f);
        Row zero = Row.random(random, n, 0, true);
        Row weight = Row.random(random, n, 1, true);
        for (int k = 0; k < n; k++) {
            weight.set(k, -1f);
        }
        Row out = Row.random(random, n, 1, true);
        run(name, gamma, zero, 0.5f, weight, n, out);
        for (int k = 0; k < n; k++) {
            assertEquals(StrictMath.sin(gamma.was(k)), out.get(k), SINE_ERROR, "sine of " + gamma.was(k));
        }
    }
}
