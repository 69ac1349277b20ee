package org.tomoalign.output;

/** What the colour of a vertex of a {@link TrajectoryMesh} shows, from dark violet to yellow. */
public enum TrajectoryColour {
    /** The exposure, from the lowest to the highest of the tilt series. */
    DOSE,
    /** The displacement, from 0 to the largest of the tomogram. */
    DISPLACEMENT
}
