package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.SeriesDeformation;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.ImageDeformations;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

class InputDeformationsTest {
    private final List<String> warnings = new ArrayList<>();

    private static TiltSeries series() {
        TiltImage image = new TiltImage(new ImageSource(Path.of("none"), 0), new Projection(Mat3.IDENTITY, Vec3.ZERO),
                0, new Defocus(1, 1, 0), 0, 1, 0, 0);
        return new TiltSeries("TS", 2, new Vec3(64, 64, 16), 64, 48, 1, 1, new Microscope(300, 2.7, 0.1), 3,
                List.of(image, image));
    }

    private static ImageDeformations given(String model, int width, int height, int coefficients) {
        return new ImageDeformations(model, width, height,
                Collections.nCopies(2, Collections.nCopies(coefficients, 0.5)));
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
        SeriesDeformation input = InputDeformations.of(series(), Optional.of(given(model, width, height, coefficients)),
                refine(kind, newWidth, newHeight), warnings::add);
        assertEquals(kept, input.isPresent());
        assertEquals(kept ? 0 : 1, warnings.size());
    }

    @Test
    void deformationsThatAreNotRefinedAreKept() {
        SeriesDeformation input = InputDeformations.of(
                series(), Optional.of(given("linear", 1, 1, 3)), Optional.empty(), warnings::add);
        assertTrue(input.isPresent());
        assertEquals(List.of(), warnings);
        assertEquals(new Vec3(42 + 5, 24 + 5, 0), input.apply(1, new Vec3(42, 24, 0)));
    }

    @Test
    void coefficientsMustFitTheGrid() {
        InputException e = assertThrows(InputException.class, () -> InputDeformations.of(
                series(), Optional.of(given("spline", 3, 3, 24)), Optional.empty(), warnings::add));
        assertEquals("tilt series TS: 3 x 3 spline deformation, image 1: found 24 coefficients, expected 72",
                e.getMessage());
        assertThrows(InputException.class, () -> InputDeformations.of(
                series(), Optional.of(given("spline", 1, 3, 24)), Optional.empty(), warnings::add));
        assertFalse(InputDeformations.of(series(), Optional.empty(), Optional.empty(), warnings::add).isPresent());
    }
}
