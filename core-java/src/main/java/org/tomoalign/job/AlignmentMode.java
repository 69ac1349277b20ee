package org.tomoalign.job;

/** What a job refines. */
public enum AlignmentMode {
    /** Angles, shifts, positions and what else is asked for. */
    FULL,
    /** One shift per image, between the image and a prediction of all of it ({@code --shift_only}). */
    IMAGE_SHIFTS,
    /** One shift per image, from the correlations of its particles ({@code --shift_only_by_particles} with it). */
    PARTICLE_SHIFTS;

    /** Returns whether particles keep their positions and images their angles. */
    public boolean onlyShifts() {
        return this != FULL;
    }
}
