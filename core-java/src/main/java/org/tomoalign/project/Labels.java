package org.tomoalign.project;

import java.util.List;

/** The labels of RELION's tables that this program reads or writes, without their leading underscore. */
public final class Labels {
    public static final String AMPLITUDE_CONTRAST = "rlnAmplitudeContrast";
    public static final String ANGLE_PSI = "rlnAnglePsi";
    public static final String ANGLE_ROT = "rlnAngleRot";
    public static final String ANGLE_TILT = "rlnAngleTilt";
    public static final String ANGSTROM_RESOLUTION = "rlnAngstromResolution";
    public static final String CENTERED_COORDINATE_X_ANGST = "rlnCenteredCoordinateXAngst";
    public static final String CENTERED_COORDINATE_Y_ANGST = "rlnCenteredCoordinateYAngst";
    public static final String CENTERED_COORDINATE_Z_ANGST = "rlnCenteredCoordinateZAngst";
    public static final String CLASS_NUMBER = "rlnClassNumber";
    public static final String COORDINATE_X = "rlnCoordinateX";
    public static final String COORDINATE_Y = "rlnCoordinateY";
    public static final String COORDINATE_Z = "rlnCoordinateZ";
    public static final String CORRECTED_FOURIER_SHELL_CORRELATION_PHASE_RANDOMIZED_MASKED_MAPS = "rlnCorrectedFourierShellCorrelationPhaseRandomizedMaskedMaps";
    public static final String CTF_B_FACTOR = "rlnCtfBfactor";
    public static final String CTF_B_FACTOR_PER_ELECTRON_DOSE = "rlnCtfBfactorPerElectronDose";
    public static final String CTF_DATA_ARE_CTF_PREMULTIPLIED = "rlnCtfDataAreCtfPremultiplied";
    public static final String CTF_SCALEFACTOR = "rlnCtfScalefactor";
    public static final String DEFOCUS_ANGLE = "rlnDefocusAngle";
    public static final String DEFOCUS_U = "rlnDefocusU";
    public static final String DEFOCUS_V = "rlnDefocusV";
    public static final String EVEN_ZERNIKE = "rlnEvenZernike";
    public static final String FOURIER_SHELL_CORRELATION_CORRECTED = "rlnFourierShellCorrelationCorrected";
    public static final String FOURIER_SHELL_CORRELATION_MASKED_MAPS = "rlnFourierShellCorrelationMaskedMaps";
    public static final String FOURIER_SHELL_CORRELATION_UNMASKED_MAPS = "rlnFourierShellCorrelationUnmaskedMaps";
    public static final String IMAGE_DIMENSIONALITY = "rlnImageDimensionality";
    public static final String IMAGE_PIXEL_SIZE = "rlnImagePixelSize";
    public static final String IMAGE_SIZE = "rlnImageSize";
    public static final String MICROGRAPH_NAME = "rlnMicrographName";
    public static final String MICROGRAPH_ORIGINAL_PIXEL_SIZE = "rlnMicrographOriginalPixelSize";
    public static final String MICROGRAPH_PRE_EXPOSURE = "rlnMicrographPreExposure";
    public static final String ODD_ZERNIKE = "rlnOddZernike";
    public static final String OPTICS_GROUP = "rlnOpticsGroup";
    public static final String OPTICS_GROUP_NAME = "rlnOpticsGroupName";
    public static final String ORIGIN_X_ANGST = "rlnOriginXAngst";
    public static final String ORIGIN_Y_ANGST = "rlnOriginYAngst";
    public static final String ORIGIN_Z_ANGST = "rlnOriginZAngst";
    public static final String PARTICLE_NUMBER = "rlnParticleNumber";
    public static final String PHASE_SHIFT = "rlnPhaseShift";
    public static final String RANDOM_SUBSET = "rlnRandomSubset";
    public static final String RESOLUTION = "rlnResolution";
    public static final String SPECTRAL_INDEX = "rlnSpectralIndex";
    public static final String SPHERICAL_ABERRATION = "rlnSphericalAberration";
    public static final String TOMO_DEFOCUS_SLOPE = "rlnTomoDefocusSlope";
    public static final String TOMO_DEFORMATION_COEFFICIENTS = "rlnTomoDeformationCoefficients";
    public static final String TOMO_DEFORMATION_GRID_SIZE_X = "rlnTomoDeformationGridSizeX";
    public static final String TOMO_DEFORMATION_GRID_SIZE_Y = "rlnTomoDeformationGridSizeY";
    public static final String TOMO_DEFORMATION_TYPE = "rlnTomoDeformationType";
    public static final String TOMO_FRAME_COUNT = "rlnTomoFrameCount";
    public static final String TOMO_HAND = "rlnTomoHand";
    public static final String TOMO_IMPORT_FRACTIONAL_DOSE = "rlnTomoImportFractionalDose";
    public static final String TOMO_MANIFOLD_INDEX = "rlnTomoManifoldIndex";
    public static final String TOMO_MANIFOLDS_FILE = "rlnTomoManifoldsFile";
    public static final String TOMO_NAME = "rlnTomoName";
    public static final String TOMO_PARTICLE_ID = "rlnTomoParticleId";
    public static final String TOMO_PARTICLE_NAME = "rlnTomoParticleName";
    public static final String TOMO_PARTICLES_FILE = "rlnTomoParticlesFile";
    public static final String TOMO_PROJ_W = "rlnTomoProjW";
    public static final String TOMO_PROJ_X = "rlnTomoProjX";
    public static final String TOMO_PROJ_Y = "rlnTomoProjY";
    public static final String TOMO_PROJ_Z = "rlnTomoProjZ";
    public static final String TOMO_REFERENCE_FSC_FILE = "rlnTomoReferenceFscFile";
    public static final String TOMO_REFERENCE_MAP1_FILE = "rlnTomoReferenceMap1File";
    public static final String TOMO_REFERENCE_MAP2_FILE = "rlnTomoReferenceMap2File";
    public static final String TOMO_REFERENCE_MASK_FILE = "rlnTomoReferenceMaskFile";
    public static final String TOMO_SIZE_X = "rlnTomoSizeX";
    public static final String TOMO_SIZE_Y = "rlnTomoSizeY";
    public static final String TOMO_SIZE_Z = "rlnTomoSizeZ";
    public static final String TOMO_SUB_TOMOS_ARE2D_STACKS = "rlnTomoSubTomosAre2DStacks";
    public static final String TOMO_SUBTOMOGRAM_BINNING = "rlnTomoSubtomogramBinning";
    public static final String TOMO_SUBTOMOGRAM_PSI = "rlnTomoSubtomogramPsi";
    public static final String TOMO_SUBTOMOGRAM_ROT = "rlnTomoSubtomogramRot";
    public static final String TOMO_SUBTOMOGRAM_TILT = "rlnTomoSubtomogramTilt";
    public static final String TOMO_TILT_SERIES_NAME = "rlnTomoTiltSeriesName";
    public static final String TOMO_TILT_SERIES_PIXEL_SIZE = "rlnTomoTiltSeriesPixelSize";
    public static final String TOMO_TILT_SERIES_STAR_FILE = "rlnTomoTiltSeriesStarFile";
    public static final String TOMO_TOMOGRAM_BINNING = "rlnTomoTomogramBinning";
    public static final String TOMO_TOMOGRAMS_FILE = "rlnTomoTomogramsFile";
    public static final String TOMO_TRAJECTORIES_FILE = "rlnTomoTrajectoriesFile";
    public static final String TOMO_VISIBLE_FRAMES = "rlnTomoVisibleFrames";
    public static final String TOMO_X_SHIFT_ANGST = "rlnTomoXShiftAngst";
    public static final String TOMO_X_TILT = "rlnTomoXTilt";
    public static final String TOMO_Y_SHIFT_ANGST = "rlnTomoYShiftAngst";
    public static final String TOMO_Y_TILT = "rlnTomoYTilt";
    public static final String TOMO_Z_ROT = "rlnTomoZRot";
    public static final String VOLTAGE = "rlnVoltage";

    /** A particle's position, x, y and z, px. */
    public static final List<String> COORDINATES = List.of(COORDINATE_X, COORDINATE_Y, COORDINATE_Z);
    /** A particle's position from the tomogram's centre, x, y and z, Å. */
    public static final List<String> CENTERED_COORDINATES =
            List.of(CENTERED_COORDINATE_X_ANGST, CENTERED_COORDINATE_Y_ANGST, CENTERED_COORDINATE_Z_ANGST);
    /** A shift, x, y and z, Å. */
    public static final List<String> ORIGINS = List.of(ORIGIN_X_ANGST, ORIGIN_Y_ANGST, ORIGIN_Z_ANGST);

    private Labels() {
    }
}
