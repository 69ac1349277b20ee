package org.tomoalign.fftw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlansTest {
    private static final List<Transform> TRANSFORMS = PrunedForward2d.transforms(new PrunedLayout(16));

    private final List<Plan> made = new ArrayList<>();

    private Plan make(Transform transform) {
        Plan plan = Fftw.get().planner().plan(transform);
        made.add(plan);
        return plan;
    }

    private void assertAllAreClosed(int count) {
        assertEquals(count, made.size());
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment values = AlignedSegments.complex(arena, 8 * 16 * 16);
            for (Plan plan : made) {
                assertThrows(IllegalStateException.class, () -> plan.complex(values, values));
            }
        }
    }

    @Test
    void areClosedTogether() {
        try (Plans plans = new Plans(TRANSFORMS, this::make)) {
            for (int i = 0; i < TRANSFORMS.size(); i++) {
                assertSame(made.get(i), plans.get(i));
            }
        }
        assertAllAreClosed(TRANSFORMS.size());
    }

    @Test
    void areClosedIfALaterOneCannotBeMade() {
        FftwException failure = new FftwException("no plan");
        assertSame(failure, assertThrows(FftwException.class, () -> new Plans(TRANSFORMS, transform -> {
            if (made.size() == 3) {
                throw failure;
            }
            return make(transform);
        })));
        assertAllAreClosed(3);
    }
}
