package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.posterior.PosteriorSettings;
import org.tomoalign.correlation.SpectralWeights;
import org.tomoalign.correlation.WindowShape;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.input.InputException;
import org.tomoalign.project.Refined;
import org.tomoalign.reference.ShellWeights;
import org.tomoalign.tomogram.Visibility;

/** Every record of settings refuses what cannot be, in words that are not those of a command line. */
class AlignSettingsTest {
    private static final AlignSettings GOOD = AlignSettings.of(64, 5, 2);

    private static void refused(String expected, Executable settings) {
        assertEquals(expected, assertThrows(InputException.class, settings).getMessage());
    }

    @Test
    void boxRangeAndPadding() {
        refused("box size 63: expected an even box size of at least 16 px", () -> AlignSettings.of(63, 5, 2));
        refused("box size 14: expected an even box size of at least 16 px", () -> AlignSettings.of(14, 1, 2));
        refused("box size 2000000000: expected at most 32768 px", () -> AlignSettings.of(2_000_000_000, 5, 2));
        refused("range 0: expected at least 1 px", () -> AlignSettings.of(64, 0, 2));
        refused("range 30: does not fit a box of 64 px, expected at most 29", () -> AlignSettings.of(64, 30, 2));
        refused("range 2000000000: does not fit a box of 64 px, expected at most 29",
                () -> AlignSettings.of(64, 2_000_000_000, 2));
        assertEquals(2, AlignSettings.of(64, 29, 2).withPad(2).pad());
        refused("padding 0: expected a whole number of at least 1", () -> GOOD.withPad(0));
        refused("padding 1000000000: expected at most 512 with a box of 64 px", () -> GOOD.withPad(1_000_000_000));
        refused("number of threads 0: expected at least 1 thread", () -> AlignSettings.of(64, 5, 0));
    }

    @Test
    void whatDoesNotGoTogether() {
        AlignSettings shifts = GOOD.withMode(AlignmentMode.IMAGE_SHIFTS);
        refused("shift only: found motion with it, expected one of them, since only shifts are refined",
                () -> shifts.withMotion(MotionSettings.DEFAULT));
        refused("shift only: found anisotropic magnification with it, expected one of them, since only shifts are refined",
                () -> shifts.withDeformation(DeformationSettings.magnification(true)));
        refused("shift only: found deformation with it, expected one of them, since only shifts are refined",
                () -> shifts.withDeformation(
                        new DeformationSettings(DeformationKind.SPLINE, 3, 3, OptionalDouble.empty(), false)));
        assertEquals(Optional.empty(), shifts.motion());
    }

    @Test
    void imagesAndPenalty() {
        refused("range regulariser -1: expected 0 or more", () -> new AlignmentOptions(false, false, false, -1, 0, -1));
        refused("range regulariser NaN: expected 0 or more",
                () -> new AlignmentOptions(false, false, false, Double.NaN, 0, -1));
        refused("first image 2, last image 1: expected chronological images, the first not after the last",
                () -> new AlignmentOptions(false, false, false, 0, 2, 1));
        refused("first image -1, last image -1: expected chronological images, the first not after the last",
                () -> new AlignmentOptions(false, false, false, 0, -1, -1));
        assertEquals(-1, new AlignmentOptions(false, false, false, 0, 2, -7).lastImage());
    }

    @Test
    void motion() {
        refused("velocity sigma 0: expected a velocity above 0", () -> new MotionSettings(0, 1, true, false, -1));
        refused("velocity sigma Infinity: expected a velocity above 0",
                () -> new MotionSettings(Double.POSITIVE_INFINITY, 1, true, false, -1));
        refused("divergence sigma NaN: expected a distance above 0",
                () -> new MotionSettings(1, Double.NaN, true, false, -1));
        refused("number of eigendeformations 0: expected a positive number, or -1 for all, since no motion would be left",
                () -> new MotionSettings(1, 1, true, false, 0));
        assertEquals(-1, new MotionSettings(1, 1, true, false, -3).maxEigendeformations());
    }

    @Test
    void deformations() {
        refused("deformation grid width 0, deformation grid height 3: expected a grid of at least 1 x 1",
                () -> new DeformationSettings(DeformationKind.FOURIER, 0, 3, OptionalDouble.empty(), false));
        refused("deformation regulariser -1: expected 0 or more",
                () -> new DeformationSettings(DeformationKind.SPLINE, 3, 3, OptionalDouble.of(-1), false));
        String small = assertThrows(InputException.class, () -> new DeformationSettings(
                DeformationKind.SPLINE, 1, 3, OptionalDouble.empty(), false)).getMessage();
        assertEquals("deformation grid width 1, deformation grid height 3: ", small.substring(0, small.indexOf(": ") + 2));
    }

    @Test
    void weights() {
        refused("resolution limit NaN: expected a finite number", () -> new ShellWeights.Options(false, Double.NaN, 5));
        refused("width of the shell weights' flank -1: expected 0 or more shells",
                () -> new ShellWeights.Options(false, -1, -1));
        var power = SpectralWeights.Whitening.POWER;
        refused("ramp exponent NaN: expected a finite number",
                () -> new SpectralWeights.Options(power, false, Double.NaN, -1, 0));
        refused("high-pass sigma Infinity: expected a finite number",
                () -> new SpectralWeights.Options(power, false, 0, Double.POSITIVE_INFINITY, 0));
        refused("weight cutoff -0.5: expected 0 or more", () -> new SpectralWeights.Options(power, false, 0, -1, -0.5));
    }

    /** RELION counts whole boxes, also on images that a particle's list leaves out; here the particle itself decides. */
    @Test
    void visibility() {
        assertEquals(new Visibility(13.5, false), GOOD.visibility(13.5));
        assertEquals(new Visibility(32, true), GOOD.withCompat(true).visibility(13.5));
    }

    @Test
    void windows() {
        assertEquals(WindowShape.within(64, 5, 1).withSplines(), GOOD.windowShape());
        assertEquals(WindowShape.within(64, 5, 2), GOOD.withPad(2).withMode(AlignmentMode.PARTICLE_SHIFTS).windowShape());
        assertEquals(WindowShape.withoutMargin(5, 1), GOOD.withCompat(true).windowShape());
    }

    @Test
    void whatIsWritten() {
        assertEquals(Set.of(Refined.POSITIONS), GOOD.refined());
        assertEquals(Set.of(), GOOD.withMode(AlignmentMode.IMAGE_SHIFTS).refined());
        assertEquals(Set.of(Refined.POSITIONS, Refined.MOTION), GOOD.withMotion(MotionSettings.DEFAULT).refined());
        assertEquals(Set.of(Refined.POSITIONS, Refined.DEFORMATIONS), GOOD.withDeformation(
                new DeformationSettings(DeformationKind.SPLINE, 3, 3, OptionalDouble.empty(), false)).refined());
        // Magnifications are part of the projections.
        assertEquals(Set.of(Refined.POSITIONS), GOOD.withDeformation(DeformationSettings.magnification(true)).refined());
    }

    @Test
    void relionsQuirksLeaveThePlainLikelihood() {
        assertEquals(PosteriorSettings.OFF, GOOD.withCompat(true).posterior());
        assertEquals(PosteriorSettings.DEFAULT, GOOD.withCompat(false).posterior());
    }
}
