package org.tomoalign.fftw;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Plans that are made and closed together. */
final class Plans implements AutoCloseable {
    private final List<Plan> plans = new ArrayList<>();

    /**
     * Makes a plan of each transform; if one cannot be made, those before it are closed.
     *
     * @throws FftwException if FFTW cannot plan one of them
     */
    Plans(List<Transform> transforms, Function<Transform, Plan> planner) {
        try {
            for (Transform transform : transforms) {
                plans.add(planner.apply(transform));
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Returns the plan of a transform by its number. */
    Plan get(int index) {
        return plans.get(index);
    }

    @Override
    public void close() {
        plans.forEach(Plan::close);
    }
}
