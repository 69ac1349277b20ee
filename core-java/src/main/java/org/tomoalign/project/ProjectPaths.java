package org.tomoalign.project;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The files that the user named: an optimisation set, and single files that override its entries.
 *
 * @param optimisationSet {@code --i}
 * @param overrides       {@code --p --t --mot --man --ref1 --ref2 --mask --fsc}
 */
public record ProjectPaths(Optional<Path> optimisationSet, Map<ProjectFile, Path> overrides) {
    /** Copies the map. */
    public ProjectPaths {
        overrides = Map.copyOf(overrides);
    }

    /** Returns paths with an optimisation set only; {@code null} if there is none. */
    public static ProjectPaths of(Path optimisationSet) {
        return new ProjectPaths(Optional.ofNullable(optimisationSet), Map.of());
    }

    /** Returns these paths with one more file; unchanged if the path is {@code null}, an option not given. */
    public ProjectPaths with(ProjectFile file, Path path) {
        if (path == null) {
            return this;
        }
        Map<ProjectFile, Path> more = new EnumMap<>(ProjectFile.class);
        more.putAll(overrides);
        more.put(file, path);
        return new ProjectPaths(optimisationSet, more);
    }
}
