package org.tomoalign.project;

/** What an alignment changes of a project besides its projections. */
public enum Refined {
    /** The particles' positions. */
    POSITIONS,
    /** The particles' motion. */
    MOTION,
    /** The images' deformations. */
    DEFORMATIONS
}
