package org.tomoalign.project;

import org.tomoalign.input.Setting;

/** The files that make up a project: their labels in the optimisation set, and the settings that override it. */
public enum ProjectFile {
    /** The particle set. */
    PARTICLES(Labels.TOMO_PARTICLES_FILE, Setting.PARTICLES),
    /** The tomogram set. */
    TOMOGRAMS(Labels.TOMO_TOMOGRAMS_FILE, Setting.TOMOGRAMS),
    /** The particles' trajectories. */
    TRAJECTORIES(Labels.TOMO_TRAJECTORIES_FILE, Setting.TRAJECTORIES),
    /** Manifolds; only passed on. */
    MANIFOLDS(Labels.TOMO_MANIFOLDS_FILE, Setting.MANIFOLDS),
    /** Reference map of the first half set. */
    REFERENCE_1(Labels.TOMO_REFERENCE_MAP1_FILE, Setting.REFERENCE_1),
    /** Reference map of the second half set. */
    REFERENCE_2(Labels.TOMO_REFERENCE_MAP2_FILE, Setting.REFERENCE_2),
    /** Mask of the reference. */
    MASK(Labels.TOMO_REFERENCE_MASK_FILE, Setting.MASK),
    /** FSC of the reference. */
    FSC(Labels.TOMO_REFERENCE_FSC_FILE, Setting.FSC);

    private final String label;
    private final Setting setting;

    ProjectFile(String label, Setting setting) {
        this.label = label;
        this.setting = setting;
    }

    /** Returns the label in the optimisation set, without its underscore. */
    public String label() {
        return label;
    }

    /** Returns the setting that overrides the entry. */
    public Setting setting() {
        return setting;
    }

    /** Returns what the file is, for messages. */
    public String description() {
        return setting.plainName();
    }
}
