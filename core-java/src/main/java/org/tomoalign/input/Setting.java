package org.tomoalign.input;

/**
 * What a user can choose. Messages name a setting by its constant, so that a front end can spell it as its users know it,
 * a command line as an option.
 */
public enum Setting {
    /** File that lists the files of a project. */
    OPTIMISATION_SET("optimisation set"),
    /** File of the particles. */
    PARTICLES("particle set"),
    /** File of the tomograms. */
    TOMOGRAMS("tomogram set"),
    /** File of the particles' trajectories. */
    TRAJECTORIES("trajectories"),
    /** File of manifolds. */
    MANIFOLDS("manifolds"),
    /** Map of the first half set. */
    REFERENCE_1("first reference map"),
    /** Map of the second half set. */
    REFERENCE_2("second reference map"),
    /** Mask of the reference. */
    MASK("reference mask"),
    /** FSC of the reference. */
    FSC("reference FSC"),
    /** Resolution beyond which the reference is not used, Å. */
    RESOLUTION_LIMIT("resolution limit"),
    /** Width of the flank of the shells' weights. */
    FLANK_WIDTH("width of the shell weights' flank"),
    /** Box size, px. */
    BOX("box size"),
    /** Folder for the results. */
    OUTPUT("output folder"),
    /** RELION's version whose files are written. */
    OUTPUT_FORMAT("output format"),
    /** Folder through which RELION's pipeline talks with the job. */
    PIPELINE_FOLDER("pipeline folder"),
    /** The part of a job that a process does. */
    SHARD("shard"),
    /** Worker threads. */
    THREADS("number of threads"),
    /** Memory that each process may use. */
    MAX_MEMORY("memory limit"),
    /** Only shifts are refined. */
    SHIFT_ONLY("shift only"),
    /** Shifts come from the particles' windows. */
    SHIFT_BY_PARTICLES("shift by particles"),
    /** Largest displacement, px. */
    RANGE("range"),
    /** Weight of the penalty on displacements beyond the range. */
    RANGE_REGULARISER("range regulariser"),
    /** Anisotropic magnification is refined. */
    ANISOTROPY("anisotropic magnification"),
    /** Largest number of iterations. */
    ITERATIONS("number of iterations"),
    /** Priors are not used. */
    NO_PRIOR("no priors"),
    /** Spread of the prior on rotations, degrees. */
    ANGLE_SPREAD("spread of the angles"),
    /** Spread of the prior on shifts, Å. */
    SHIFT_SPREAD("spread of the shifts"),
    /** Spread of the prior on positions, Å. */
    POSITION_SPREAD("spread of the positions"),
    /** Signal weights are not used. */
    NO_WEIGHTS("no weights"),
    /** Folds of windows that are held out in turn. */
    FOLDS("folds"),
    /** How often windows are computed. */
    CYCLES("cycles"),
    /** The prior on motion is trained. */
    TRAIN("training"),
    /** Motion is refined. */
    MOTION("motion"),
    /** Standard deviation of velocities. */
    VELOCITY("velocity sigma"),
    /** Motion is not scaled by the dose per image. */
    ABSOLUTE_MOTION("absolute motion parameters"),
    /** Distance over which motions differ. */
    DIVERGENCE("divergence sigma"),
    /** Largest number of basis functions of the motion. */
    MOTION_FUNCTIONS("number of eigendeformations"),
    /** Deformations are refined. */
    DEFORMATION("deformation"),
    /** Columns of the deformation's grid. */
    GRID_WIDTH("deformation grid width"),
    /** Rows of the deformation's grid. */
    GRID_HEIGHT("deformation grid height"),
    /** Family of deformations. */
    DEFORMATION_MODEL("deformation model"),
    /** Weight of the penalty on deformations. */
    DEFORMATION_REGULARISER("deformation regulariser"),
    /** Window pixels per px. */
    PADDING("padding"),
    /** Sigma of the high-pass filter. */
    HIGH_PASS("high-pass sigma"),
    /** Exponent of the noise power's ramp. */
    RAMP("ramp exponent"),
    /** First chronological image that counts. */
    FIRST_IMAGE("first image"),
    /** Last chronological image that counts. */
    LAST_IMAGE("last image"),
    /** Weight below which frequencies are skipped. */
    WEIGHT_CUTOFF("weight cutoff"),
    /** The reference's grey scale is corrected. */
    AUTO_SCALE("automatic scale"),
    /** Tilt series to simulate. */
    SIMULATED_SERIES("number of tilt series"),
    /** Particles per simulated tilt series. */
    SIMULATED_PARTICLES("number of particles"),
    /** Box size of a simulated reference, px. */
    SIMULATED_BOX("box size of the simulation"),
    /** Width and height of simulated tilt images, px. */
    SIMULATED_SIZE("size of the tilt images"),
    /** Depth of a simulated tomogram, px. */
    SIMULATED_DEPTH("depth of the tomogram"),
    /** Images per simulated tilt series. */
    SIMULATED_TILTS("number of tilt images"),
    /** Between simulated tilt angles, degrees. */
    TILT_STEP("tilt step"),
    /** Dose per simulated image, e/Å^2. */
    DOSE("dose per image"),
    /** Pixel size of a simulation, Å. */
    PIXEL_SIZE("pixel size"),
    /** B-factor of the simulated structure, Å^2. */
    B_FACTOR("B-factor"),
    /** Power of a simulated particle over that of the noise. */
    SNR("signal-to-noise ratio"),
    /** Error of the simulated images' angles, degrees. */
    ANGLE_ERROR("error of the angles"),
    /** Error of the simulated images' shifts, px. */
    SHIFT_ERROR("error of the shifts"),
    /** Error of the simulated particles' positions, px. */
    POSITION_ERROR("error of the positions"),
    /** Motion of simulated particles at the start, Å per e/Å^2. */
    MOTION_STEP("motion per dose"),
    /** Distance over which simulated particles move alike, Å. */
    MOTION_LENGTH("correlation length of the motion"),
    /** Dose over which simulated particles slow down, e/Å^2. */
    MOTION_DECAY("decay of the motion"),
    /** Spread of the simulated images' signal. */
    SIGNAL_SPREAD("spread of the images' signal"),
    /** Fraction of the listed particles that are not there. */
    JUNK("fraction of missing particles"),
    /** Spacing of simulated particles on a shell, px. */
    LATTICE("lattice spacing"),
    /** Simulated particles lie in a thin layer. */
    FLAT("thin layer"),
    /** Amplitude of the simulated images' warp, px. */
    WARP("warp of the images"),
    /** Beginning of the simulated tilt series' names. */
    SERIES_NAME("name of the tilt series");

    private final String plainName;

    Setting(String plainName) {
        this.plainName = plainName;
    }

    /** Returns its name where nobody knows another one. */
    public String plainName() {
        return plainName;
    }

    /**
     * Refuses a value of this setting unless a condition holds.
     *
     * @param found    the value
     * @param expected what it should have been, a text or a {@link Message}
     * @throws InputException {@code setting found: expected ...}
     */
    public void require(boolean condition, Object found, Object expected) {
        if (!condition) {
            throw new InputException(Message.of(this, " ", found, ": expected ", expected));
        }
    }
}
