package org.tomoalign.job;

/** What a stage of a job does, and what it counts meanwhile. */
public enum Activity {
    /** Half maps and mask are read and transformed. */
    READING_REFERENCE("reading the reference", "half map"),
    /** All pixels are looked at before anything is computed. */
    CHECKING_IMAGES("checking the tilt images", "image"),
    /** Noise spectra are measured. */
    MEASURING_NOISE("measuring the noise", "image"),
    /** Correlation windows are computed. */
    CORRELATING("correlating", "window"),
    /** Images are correlated with their predictions as a whole. */
    CORRELATING_IMAGES("correlating whole images", "image"),
    /** The optimiser runs. */
    ALIGNING("aligning", "iteration"),
    /** The prior on motion is trained. */
    TRAINING("training the motion prior", "trial"),
    /** The geometry is refined without some of the windows, which then judge it. */
    HOLDING_OUT("testing on held-out windows", "iteration"),
    /** The reports are drawn. */
    DRAWING_REPORT("drawing logfile.pdf and report.html", "file"),
    /** Tilt images are simulated. */
    SIMULATING("simulating", "image");

    private final String phrase;
    private final String unit;

    Activity(String phrase, String unit) {
        this.phrase = phrase;
        this.unit = unit;
    }

    /** Returns what is done, a few words. */
    public String phrase() {
        return phrase;
    }

    /** Returns the name of one step. */
    public String unit() {
        return unit;
    }
}
