package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.Test;

class HeapKeeperTest {
    /** Collections of the whole heap, by whichever collector; young ones come and go by themselves. */
    private static long collections() {
        return ManagementFactory.getGarbageCollectorMXBeans().stream()
                .filter(bean -> !bean.getName().matches("(?i).*(young|copy|scavenge).*"))
                .mapToLong(GarbageCollectorMXBean::getCollectionCount).sum();
    }

    @Test
    void collectsOnlyWhatIsTooMuch() {
        long before = collections();
        new HeapKeeper(Long.MAX_VALUE).check();
        assertEquals(before, collections());
        HeapKeeper keeper = new HeapKeeper(1);
        keeper.check();
        long once = collections();
        assertTrue(once > before, "the heap holds more than a byte");
        keeper.check();
        assertEquals(once, collections(), "it does not hold half as much again as it did a moment ago");
    }
}
