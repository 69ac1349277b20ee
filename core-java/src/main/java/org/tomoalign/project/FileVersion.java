package org.tomoalign.project;

/** The conventions that a project's files follow. */
public enum FileVersion {
    /** RELION 4.0: projection matrices, coordinates in px. */
    V4(30001),
    /** RELION 5.0: angles and shifts, one file per tilt series, centred coordinates in Å. */
    V5(50001);

    private final int starVersion;

    FileVersion(int starVersion) {
        this.starVersion = starVersion;
    }

    /** Returns the number that RELION notes in its STAR files. */
    public int starVersion() {
        return starVersion;
    }
}
