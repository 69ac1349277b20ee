package org.tomoalign.job;

import java.util.LinkedHashMap;
import java.util.Map;
import org.tomoalign.alignment.model.DeformationSettings;

/** What was chosen for a job, as {@code metrics.json} tells it. */
final class JobOptions {
    private JobOptions() {
    }

    /** Returns names and values: numbers, words, or records of them; null for what is not done. */
    static Map<String, Object> of(JobPlan plan) {
        AlignSettings s = plan.settings();
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("mode", s.mode());
        all.put("box", s.box());
        all.put("range", s.range());
        all.put("pad", s.pad());
        all.put("maxIterations", s.maxIterations());
        all.put("alignment", s.alignment());
        all.put("motion", s.motion().orElse(null));
        all.put("deformation", s.deformation().map(JobOptions::deformation).orElse(null));
        all.put("shells", s.shells());
        all.put("weights", s.weights());
        all.put("relionCompat", s.compat());
        all.put("autoScale", s.autoScale());
        all.put("onlyUnfinished", plan.onlyUnfinished());
        all.put("strict", plan.is(JobPlan.Manner.STRICT));
        all.put("format", plan.format().orElse(null));
        return all;
    }

    private static Map<String, Object> deformation(DeformationSettings settings) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("kind", settings.kind());
        all.put("gridWidth", settings.gridWidth());
        all.put("gridHeight", settings.gridHeight());
        all.put("regulariser", settings.regulariser().isPresent() ? settings.regulariser().getAsDouble() : null);
        all.put("perImage", settings.perImage());
        return all;
    }
}
