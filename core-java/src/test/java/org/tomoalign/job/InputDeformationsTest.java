package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.Trajectories;

class InputDeformationsTest {
    private final List<String> warnings = new ArrayList<>();

    /** A particle seen from above at (42, 24), in images of 64 x 48 px. */
    private static Tomogram tomogram(Deformation deformation) {
        TiltImage image =
                new TiltImage(new ImageSource(Path.of("none"), 0), 0, 0, new Defocus(1, 1, 0), 0, 1, 0, 0);
        TiltSeries series = new TiltSeries("TS", 2, new Vec3(64, 64, 16), 64, 48, 1, 1,
                new Microscope(300, 2.7, 0.1), 3, List.of(image, image));
        Projection down = new Projection(Mat3.IDENTITY, Vec3.ZERO);
        return new Tomogram(series, List.of(new Particle(0, "TS/1", "TS", Mat3.IDENTITY, 1, 1)),
                new Geometry(List.of(down, down), List.of(new Vec3(42, 24, 0)), Trajectories.NONE, deformation),
                Map.of());
    }

    private static Tomogram given(String model, int width, int height, int coefficients) {
        double[] halves = new double[coefficients];
        Arrays.fill(halves, 0.5);
        return tomogram(new Deformation(
                DeformationKind.of(model).orElseThrow(), width, height, Collections.nCopies(2, halves)));
    }

    private static Optional<DeformationSettings> refine(String kind, int width, int height) {
        return Optional.of(new DeformationSettings(
                DeformationKind.of(kind).orElseThrow(), width, height, OptionalDouble.empty(), false));
    }

    @ParameterizedTest
    @CsvSource({
        "spline, 3, 3, 72, spline, 3, 3, true", "spline, 3, 3, 72, spline, 4, 3, false",
        "spline, 3, 3, 72, linear, 3, 3, false", "linear, 3, 3, 3, linear, 5, 2, true",
        "Fourier, 3, 3, 12, Fourier, 3, 3, true", "Fourier, 3, 3, 12, Fourier, 3, 2, false"})
    void otherModelsAndGridsAreDroppedWithAWarning(
            String model, int width, int height, int coefficients, String kind, int newWidth, int newHeight,
            boolean kept) {
        Deformation input = InputDeformations.of(given(model, width, height, coefficients),
                refine(kind, newWidth, newHeight), warnings::add);
        assertEquals(kept, input.isPresent());
        assertEquals(kept ? 0 : 1, warnings.size());
    }

    @Test
    void deformationsThatAreNotRefinedAreKept() {
        Tomogram linear = given("linear", 1, 1, 3);
        Deformation input = InputDeformations.of(linear, Optional.empty(), warnings::add);
        assertTrue(input.isPresent());
        assertEquals(List.of(), warnings);
        assertEquals(new Vec3(42 + 5, 24 + 5, 0),
                linear.at(linear.geometry().withDeformation(input)).projector().project(0, 1));
        assertFalse(InputDeformations.of(tomogram(Deformation.NONE), Optional.empty(), warnings::add).isPresent());
    }

    @Test
    void magnificationsDoNotGoWithDeformations() {
        InputException e = assertThrows(InputException.class, () -> InputDeformations.of(given("linear", 1, 1, 3),
                Optional.of(DeformationSettings.magnification(false)), warnings::add));
        assertTrue(e.getMessage().startsWith("tilt series TS: has 2-D deformations, expected none with anisotropic"));
    }
}
