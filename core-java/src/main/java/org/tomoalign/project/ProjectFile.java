package org.tomoalign.project;

/** The files that make up a project: their labels in the optimisation set, and the options that override it. */
public enum ProjectFile {
    /** The particle set. */
    PARTICLES(Labels.TOMO_PARTICLES_FILE, "--p", "particle set"),
    /** The tomogram set. */
    TOMOGRAMS(Labels.TOMO_TOMOGRAMS_FILE, "--t", "tomogram set"),
    /** The particles' trajectories. */
    TRAJECTORIES(Labels.TOMO_TRAJECTORIES_FILE, "--mot", "trajectories"),
    /** Manifolds; only passed on. */
    MANIFOLDS(Labels.TOMO_MANIFOLDS_FILE, "--man", "manifolds"),
    /** Reference map of the first half set. */
    REFERENCE_1(Labels.TOMO_REFERENCE_MAP1_FILE, "--ref1", "first reference map"),
    /** Reference map of the second half set. */
    REFERENCE_2(Labels.TOMO_REFERENCE_MAP2_FILE, "--ref2", "second reference map"),
    /** Mask of the reference. */
    MASK(Labels.TOMO_REFERENCE_MASK_FILE, "--mask", "reference mask"),
    /** FSC of the reference. */
    FSC(Labels.TOMO_REFERENCE_FSC_FILE, "--fsc", "reference FSC");

    private final String label;
    private final String option;
    private final String description;

    ProjectFile(String label, String option, String description) {
        this.label = label;
        this.option = option;
        this.description = description;
    }

    /** Returns the label in the optimisation set, without its underscore. */
    public String label() {
        return label;
    }

    /** Returns the command line option. */
    public String option() {
        return option;
    }

    /** Returns what the file is, for messages. */
    public String description() {
        return description;
    }
}
