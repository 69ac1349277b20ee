package org.tomoalign.fftw;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The plans that are measured beforehand and shipped: those of the pruned transforms of boxes. */
public final class ShippedPlans {
    private ShippedPlans() {
    }

    static List<Transform> pruned(int size) {
        PrunedLayout layout = new PrunedLayout(size);
        List<Transform> all = new ArrayList<>(PrunedForward2d.transforms(layout));
        all.addAll(PrunedInverse2d.transforms(layout));
        return List.copyOf(all);
    }

    /**
     * Measures the plans of boxes of the given sizes with the library in use and returns them as the text of the
     * resource {@code wisdom.txt}. Takes a fraction of a second a size; the machine should do nothing else.
     */
    public static String measure(Fftw fftw, List<Integer> sizes) {
        Map<String, List<Transform>> groups = new TreeMap<>();
        for (int size : sizes) {
            for (Transform transform : pruned(size)) {
                groups.computeIfAbsent(transform.wisdomSection(), name -> new ArrayList<>()).add(transform);
            }
        }
        Map<String, String> sections = new TreeMap<>();
        groups.forEach((name, group) -> sections.put(name, fftw.planner().learn(group)));
        return new Wisdom(fftw.library().checksum(), sections).text();
    }
}
