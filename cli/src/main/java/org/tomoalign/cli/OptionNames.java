package org.tomoalign.cli;

import org.tomoalign.input.Setting;

/** How the command line spells settings: the only table of this kind. */
final class OptionNames {
    private OptionNames() {
    }

    /** Returns the option of a setting. */
    static String of(Setting setting) {
        return switch (setting) {
            case OPTIMISATION_SET -> "--i";
            case PARTICLES -> "--p";
            case TOMOGRAMS -> "--t";
            case TRAJECTORIES -> "--mot";
            case MANIFOLDS -> "--man";
            case REFERENCE_1 -> "--ref1";
            case REFERENCE_2 -> "--ref2";
            case MASK -> "--mask";
            case FSC -> "--fsc";
            case RESOLUTION_LIMIT -> "--freq_cutoff";
            case FLANK_WIDTH -> "--fsc_thresh_width";
            case BOX -> "--b";
            case OUTPUT -> "--o";
            case OUTPUT_FORMAT -> "--out_format";
            case PIPELINE_FOLDER -> TomoAlign.PIPELINE_CONTROL;
            case SHARD -> "--shard";
            case THREADS -> "--j";
            case MAX_MEMORY -> "--max_memory";
            case SHIFT_ONLY -> "--shift_only";
            case SHIFT_BY_PARTICLES -> "--shift_only_by_particles";
            case RANGE -> "--r";
            case RANGE_REGULARISER -> "--range_reg";
            case ANISOTROPY -> "--aniso";
            case ITERATIONS -> "--it";
            case NO_PRIOR -> "--no_prior";
            case ANGLE_SPREAD -> "--prior_angle";
            case SHIFT_SPREAD -> "--prior_shift";
            case POSITION_SPREAD -> "--prior_position";
            case NO_WEIGHTS -> "--no_weights";
            case FOLDS -> "--folds";
            case CYCLES -> "--cycles";
            case TRAIN -> "--train";
            case MOTION -> "--motion";
            case VELOCITY -> "--s_vel";
            case ABSOLUTE_MOTION -> "--abs_params";
            case DIVERGENCE -> "--s_div";
            case MOTION_FUNCTIONS -> "--max_ed";
            case DEFORMATION -> "--deformation";
            case GRID_WIDTH -> "--def_w";
            case GRID_HEIGHT -> "--def_h";
            case DEFORMATION_MODEL -> "--def_model";
            case DEFORMATION_REGULARISER -> "--def_reg";
            case PADDING -> "--pad";
            case HIGH_PASS -> "--hp";
            case RAMP -> "--srp";
            case FIRST_IMAGE -> "--min_frame";
            case LAST_IMAGE -> "--max_frame";
            case WEIGHT_CUTOFF -> "--cutoff_fract";
            case AUTO_SCALE -> "--auto_scale";
            case SIMULATED_SERIES -> "--tomos";
            case SIMULATED_PARTICLES -> "--particles";
            case SIMULATED_BOX -> "--box";
            case SIMULATED_SIZE -> "--size";
            case SIMULATED_DEPTH -> "--depth";
            case SIMULATED_TILTS -> "--tilts";
            case TILT_STEP -> "--step";
            case DOSE -> "--dose";
            case PIXEL_SIZE -> "--px";
            case B_FACTOR -> "--bfactor";
            case SNR -> "--snr";
            case ANGLE_ERROR -> "--ang-err";
            case SHIFT_ERROR -> "--shift-err";
            case POSITION_ERROR -> "--pos-err";
            case MOTION_STEP -> "--s-vel";
            case MOTION_LENGTH -> "--s-len";
            case MOTION_DECAY -> "--s-decay";
            case SIGNAL_SPREAD -> "--tilt-scale";
            case JUNK -> "--junk";
            case LATTICE -> "--lattice";
            case FLAT -> "--flat";
            case WARP -> "--deform";
            case SERIES_NAME -> "--name";
        };
    }
}
