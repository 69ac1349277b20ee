package org.tomoalign.fftw;

/** How plans are chosen. */
public enum PlanEffort {
    /** FFTW's heuristics: the same plan everywhere, slow ones for some sizes. */
    ESTIMATE,
    /**
     * Timed on this machine and kept in the user's cache: fastest, but the last bits of results may differ between
     * caches.
     */
    MEASURE,
    /**
     * Plans timed once for the bundled library and shipped with it; heuristics for other libraries and sizes. The same
     * plan, hence the same bytes, in every run.
     */
    WISDOM;

    /** The system property that chooses the effort. */
    public static final String PROPERTY = "tomoalign.fftw.effort";

    /**
     * Returns the effort a value of the property names; {@code null} means {@link #WISDOM}.
     *
     * @throws FftwException if the value is none of estimate, measure and wisdom
     */
    static PlanEffort named(String value) {
        return switch (value) {
            case null -> WISDOM;
            case "estimate" -> ESTIMATE;
            case "measure" -> MEASURE;
            case "wisdom" -> WISDOM;
            default -> throw new FftwException(
                    "The property " + PROPERTY + " is '" + value + "': set it to estimate, measure or wisdom.");
        };
    }
}
