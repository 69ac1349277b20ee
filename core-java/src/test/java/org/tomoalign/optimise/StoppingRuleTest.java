package org.tomoalign.optimise;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StoppingRuleTest {
    private static final StoppingRule RULE = new StoppingRule(100, 0x1p-10, 0x1p-10, 3);

    @ParameterizedTest
    @CsvSource({
        // |g|, |x|: the tolerance is relative to the point, but for small ones
        "0x1p-10, 0, true", "0x1p-10, 1, true", "0x1.1p-10, 1, false", "0x1p-8, 4, true", "0x1.1p-8, 4, false", "0, 0, true"
    })
    void theGradientIsComparedWithThePoint(double gradientNorm, double xNorm, boolean small) {
        assertEquals(small, RULE.gradientSmall(gradientNorm, xNorm));
    }

    @ParameterizedTest
    @CsvSource({
        // By how much the cost falls over the three iterations, to what: relative to the cost, but for small ones
        "0x1p-10, 0, true", "0x1.1p-10, 0, false", "0x1p-10, 0.5, true", "0x1p-6, 16, true", "0x1.1p-6, 16, false",
        "0x1p-6, -16, true", "0x1.1p-6, -16, false"
    })
    void progressIsComparedWithTheCost(double fall, double cost, boolean stalled) {
        CostHistory costs = new CostHistory(1000);
        costs.add(cost + fall);
        assertFalse(RULE.stalled(costs));
        // One poor step is not enough, nor are two.
        costs.add(cost + fall);
        costs.add(cost + fall);
        assertFalse(RULE.stalled(costs));
        costs.add(cost);
        assertEquals(stalled, RULE.stalled(costs));
    }

    @Test
    void theFirstIterationsAreNotJudged() {
        CostHistory costs = new CostHistory(5);
        costs.add(5);
        costs.add(5);
        assertFalse(RULE.stalled(costs));
        costs.add(5);
        assertTrue(RULE.stalled(costs));
    }

    @Test
    void numbersThatMakeNoSenseAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new StoppingRule(-1, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new StoppingRule(1, -1e-9, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new StoppingRule(1, Double.NaN, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new StoppingRule(1, 0, -1e-9, 1));
        assertThrows(IllegalArgumentException.class, () -> new StoppingRule(1, 0, 0, 0));
        assertEquals(new StoppingRule(7, 0x1p-10, 0x1p-10, 3), RULE.withMaxIterations(7));
        assertThrows(IllegalArgumentException.class, () -> new LbfgsSettings(0, 0, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new LbfgsSettings(1, -1, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new LbfgsSettings(1, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> new LbfgsSettings(1, 0, 1, 0));
    }

    @Test
    void everyReasonHasItsOwnDescription() {
        assertEquals(Reason.values().length,
                Arrays.stream(Reason.values()).map(Reason::description).collect(Collectors.toSet()).size());
        for (Reason reason : Reason.values()) {
            assertEquals(reason.settled(), reason.description().startsWith("converged"));
        }
    }
}
