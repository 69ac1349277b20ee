package org.tomoalign.simulate;

/** Which version's files a simulated project consists of. */
public enum ProjectLayout {
    /** RELION 4: projection matrices, corner coordinates, one stack per series. */
    V4,
    /** RELION 5: angles and shifts, centred coordinates, one float16 MRC file per tilt image. */
    V5,
    /** RELION 5 with one float32 stack per series. */
    V5_STACK
}
