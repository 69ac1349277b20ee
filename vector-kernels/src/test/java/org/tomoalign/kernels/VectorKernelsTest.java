package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Level-1 operations against exact sums. */
class VectorKernelsTest {
    static List<Arguments> cases() {
        List<Arguments> cases = new ArrayList<>();
        for (Kernels kernels : Providers.all()) {
            IntStream.concat(IntStream.of(0), IntStream.concat(IntStream.of(Providers.SIZES), IntStream.of(4098)))
                    .forEach(n -> cases.add(Arguments.of(kernels.name(), n)));
        }
        return cases;
    }

    private static double[] random(int n, long seed) {
        return new Random(seed).doubles(n + 5L, -1, 1).toArray();
    }

    @ParameterizedTest
    @MethodSource("cases")
    void dot(String name, int n) {
        double[] a = random(n, 31);
        double[] b = random(n, 32);
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < n; i++) {
            sum = sum.add(new BigDecimal(a[i]).multiply(new BigDecimal(b[i])));
        }
        assertEquals(sum.doubleValue(), KernelProvider.named(name).vectors().dot(a, b, n), 1e-16 * (n + 1));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void axpy(String name, int n) {
        double[] x = random(n, 33);
        double[] y = random(n, 34);
        double[] expected = y.clone();
        for (int i = 0; i < n; i++) {
            expected[i] += -1.7 * x[i];
        }
        KernelProvider.named(name).vectors().axpy(-1.7, x, y, n);
        assertArrayEquals(expected, y, 1e-15);
        assertEquals(random(n, 34)[n], y[n], "past the end");
    }

    @ParameterizedTest
    @MethodSource("cases")
    void scale(String name, int n) {
        double[] x = random(n, 35);
        double[] expected = x.clone();
        for (int i = 0; i < n; i++) {
            expected[i] *= 0.3;
        }
        KernelProvider.named(name).vectors().scale(0.3, x, n);
        assertArrayEquals(expected, x);
    }

    @ParameterizedTest
    @ValueSource(strings = {"scalar", "vector"})
    void shortArraysAreRefused(String name) {
        VectorKernels vectors = KernelProvider.named(name).vectors();
        double[] four = new double[4];
        double[] forty = new double[40];
        assertThrows(IndexOutOfBoundsException.class, () -> vectors.dot(forty, four, 40));
        assertThrows(IndexOutOfBoundsException.class, () -> vectors.axpy(1, four, forty, 40));
        assertThrows(IndexOutOfBoundsException.class, () -> vectors.scale(1, forty, 41));
    }
}
