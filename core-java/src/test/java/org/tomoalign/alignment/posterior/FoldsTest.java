package org.tomoalign.alignment.posterior;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
    private static final int WINDOWS = 4000;

    private static int foldOf(Folds folds, int window) {
        int[] in = IntStream.range(0, Folds.COUNT).filter(k -> folds.contains(window, k)).toArray();
        assertEquals(1, in.length, "folds of window " + window);
        return in[0];
    }

    @Test
    void everyWindowIsInOneFoldAndFoldsAreAlikeInSize() {
        Folds folds = new Folds(WINDOWS, "TS_01");
        int[] sizes = new int[Folds.COUNT];
        for (int w = 0; w < WINDOWS; w++) {
            sizes[foldOf(folds, w)]++;
        }
        // Binomial: 1000 with a standard deviation of 27.
        for (int size : sizes) {
            assertEquals(WINDOWS / 4.0, size, 4 * 27.4);
        }
    }

    /** No pattern over images or particles: neighbours in either are in the same fold in a quarter of the cases. */
    @Test
    void foldsFollowNeitherImagesNorParticles() {
        Folds folds = new Folds(WINDOWS, "TS_01");
        for (int step : new int[] {1, 2, 4, 10, 40, 41}) {
            int same = 0;
            for (int w = step; w < WINDOWS; w++) {
                same += foldOf(folds, w) == foldOf(folds, w - step) ? 1 : 0;
            }
            assertEquals(WINDOWS / 4.0, same, 4 * 27.4, "step " + step);
        }
    }

    @Test
    void theDivisionFollowsFromTheName() {
        Folds folds = new Folds(WINDOWS, "TS_01");
        Folds same = new Folds(WINDOWS, "TS_0" + 1);
        Folds other = new Folds(WINDOWS, "TS_02");
        int alike = 0;
        for (int w = 0; w < WINDOWS; w++) {
            assertEquals(foldOf(folds, w), foldOf(same, w));
            alike += foldOf(folds, w) == foldOf(other, w) ? 1 : 0;
        }
        assertEquals(WINDOWS / 4.0, alike, 4 * 27.4);
    }

    @Test
    void onlyTheFoldsOwnWeightsBecomeZero() {
        Folds folds = new Folds(50, "A");
        double[] weights = IntStream.range(0, 50).mapToDouble(w -> 1 + w).toArray();
        double[] before = weights.clone();
        double[] sum = new double[50];
        for (int k = 0; k < Folds.COUNT; k++) {
            double[] without = folds.without(k, weights);
            for (int w = 0; w < 50; w++) {
                assertEquals(folds.contains(w, k) ? 0 : weights[w], without[w]);
                sum[w] += without[w] / (Folds.COUNT - 1);
            }
        }
        assertArrayEquals(before, weights);
        assertArrayEquals(before, sum, 1e-12);
        assertTrue(IntStream.range(0, 50).map(w -> foldOf(folds, w)).distinct().count() > 1);
    }
}
