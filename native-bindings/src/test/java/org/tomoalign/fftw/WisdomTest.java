package org.tomoalign.fftw;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.fftw.FftwLibrary.Origin;

class WisdomTest {
    @Test
    void survivesItsText() {
        Map<String, String> sections = new LinkedHashMap<>();
        sections.put("64", "(fftw\n  (a)\n)\n");
        sections.put("8x8", "(b)\n");
        Wisdom wisdom = new Wisdom("abc", sections);
        assertEquals(wisdom, Wisdom.parse(wisdom.text()));
    }

    @Test
    void isOnlyForTheLibraryItWasMadeWith() {
        assertEquals(Wisdom.NONE, Wisdom.shippedFor(new FftwLibrary(Path.of("/x"), Origin.NAMED, "fftw-3", "0")));
    }

    @Test
    void isAppliedToEveryPlanOfAUsualSize() {
        FftwLibrary library = Fftw.get().library();
        Wisdom wisdom = Wisdom.shippedFor(library);
        assumeTrue(library.origin() == Origin.BUNDLED && LookupEnvironment.real().platform().equals("linux-x86_64"));
        Planner planner = new Planner(
                PlanEffort.WISDOM, wisdom, new WisdomCache(Optional.empty(), library));
        // Without AVX, FFTW has other plans to choose from and refuses the wisdom.
        assumeTrue(planner.knows(ShippedPlans.pruned(64).getFirst()) || hasAvx());
        for (int size : List.of(32, 64, 96, 100, 128, 180, 192, 256, 300, 360, 420, 512)) {
            for (Transform transform : ShippedPlans.pruned(size)) {
                assertTrue(planner.knows(transform), size + ": " + transform);
            }
        }
        assertFalse(planner.knows(ShippedPlans.pruned(34).getFirst()));
    }

    /** The processor's flags, where the system lists them; elsewhere the wisdom is expected to be taken. */
    private static boolean hasAvx() {
        try {
            return Files.readString(Path.of("/proc/cpuinfo")).contains(" avx ");
        } catch (IOException e) {
            return true;
        }
    }

    @Test
    void measuredPlansAreKeptInTheCache(@TempDir Path folder) {
        FftwLibrary library = Fftw.get().library();
        WisdomCache cache = new WisdomCache(Optional.of(folder.resolve("new")), library);
        assertEquals(Optional.empty(), cache.read());
        List<Transform> transforms = ShippedPlans.pruned(20);
        Planner planner = new Planner(PlanEffort.MEASURE, Wisdom.NONE, cache);
        for (Transform transform : transforms) {
            planner.plan(transform).close();
        }
        Planner again = new Planner(
                PlanEffort.WISDOM, new Wisdom("", Map.of("10", cache.read().orElseThrow())), cache);
        for (Transform transform : transforms) {
            assertEquals(transform.wisdomSection().equals("10"), again.knows(transform));
        }
    }

    @Test
    void effortsHaveNames() {
        assertEquals(PlanEffort.WISDOM, PlanEffort.named(null));
        assertEquals(PlanEffort.ESTIMATE, PlanEffort.named("estimate"));
        assertEquals(PlanEffort.MEASURE, PlanEffort.named("measure"));
        assertEquals("The property tomoalign.fftw.effort is 'patient': set it to estimate, measure or wisdom.",
                assertThrows(FftwException.class, () -> PlanEffort.named("patient")).getMessage());
    }

    @Test
    void theLibraryReportsItself() {
        Fftw fftw = Fftw.get();
        assertTrue(fftw.library().version().startsWith("fftw-3."), fftw.library().version());
        assertTrue(fftw.report().contains(fftw.library().path().toString()), fftw.report());
    }
}
