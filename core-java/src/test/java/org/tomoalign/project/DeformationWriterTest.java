package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.geometry.DeformationKind;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;

class DeformationWriterTest {
    private static final String TOMOGRAMS = "sets/tomograms.star";
    /** The second image of the file was taken first. */
    private static final Deformation LINEAR = new Deformation(
            DeformationKind.LINEAR, 3, 2, List.of(new double[] {4, 5.125, -6}, new double[] {1, 2, 3}));

    @TempDir
    private Path folder;

    private ProjectFixture fixture(int version) {
        return version == 4 ? ProjectFixture.v4(folder) : ProjectFixture.v5(folder);
    }

    /** Gives TS_01 of a version 4 project a linear deformation, and TS_02 what RELION gives tomograms without. */
    private ProjectFixture deformed() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit(TOMOGRAMS, "_rlnTomoMadeUp #14 \n", "_rlnTomoMadeUp #14 \n_rlnTomoDeformationGridSizeX #15 \n"
                + "_rlnTomoDeformationGridSizeY #16 \n_rlnTomoDeformationType #17 \n");
        fixture.put(TOMOGRAMS, fixture.get(TOMOGRAMS).replaceFirst(" keep ", " keep 3 2 linear ")
                .replaceFirst(" keep \n", " keep 0 0 empty \n")
                .replaceFirst("PreExposure #9 \n", "PreExposure #9 \n_rlnTomoDeformationCoefficients #10 \n")
                .replaceFirst("     3.000000 \n\\[1,", "     3.000000 [1,2,3] \n[1,")
                .replaceFirst("     0.000000 \n", "     0.000000 [4,5.125,-6] \n"));
        return fixture;
    }

    private TomogramSet write(ProjectFixture fixture, Map<String, Deformation> results, Refined... refined) {
        Project project = fixture.read();
        Map<String, Geometry> geometries = new HashMap<>();
        results.forEach((name, deformation) ->
                geometries.put(name, ProjectFixture.geometry(project, name).withDeformation(deformation)));
        new ProjectWriter(project, new OutputFolder(folder, Path.of("job/"))).write(geometries, Set.of(refined));
        fixture.put("set.star", fixture.get("job/optimisation_set.star"));
        return fixture.read().tomograms();
    }

    /** The same on all images. */
    private static Deformation spline(int images, double value) {
        double[] coefficients = new double[32];
        Arrays.fill(coefficients, value);
        return new Deformation(DeformationKind.SPLINE, 2, 2, Collections.nCopies(images, coefficients));
    }

    private static void assertSame(Deformation expected, Deformation found) {
        assertEquals(expected.kind(), found.kind());
        assertEquals(expected.gridWidth(), found.gridWidth());
        assertEquals(expected.gridHeight(), found.gridHeight());
        assertArrayEquals(expected.coefficients().toArray(), found.coefficients().toArray());
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void everyTomogramGetsADeformation(int version) {
        ProjectFixture fixture = fixture(version);
        int images = fixture.read().tomograms().find("TS_01").orElseThrow().images().size();
        int others = fixture.read().tomograms().find("TS_02").orElseThrow().images().size();
        TomogramSet set = write(fixture, Map.of("TS_01", spline(images, -0.25)), Refined.DEFORMATIONS);
        assertSame(spline(images, -0.25), set.deformation("TS_01"));
        assertSame(spline(others, 0), set.deformation("TS_02"));
        String global = fixture.get("job/tomograms.star");
        assertTrue(global.contains("_rlnTomoDeformationGridSizeX"));
        assertFalse(global.contains("empty"));
        assertEquals(version == 4, global.contains("_rlnTomoDeformationCoefficients"));
    }

    @Test
    void deformationsThatWereNotRefinedStay() {
        ProjectFixture fixture = deformed();
        String before = fixture.get(TOMOGRAMS);
        TomogramSet set = write(fixture, Map.of("TS_01", Deformation.NONE, "TS_02", Deformation.NONE));
        assertSame(LINEAR, set.deformation("TS_01"));
        // RELION refuses the type 'empty'.
        assertSame(new Deformation(DeformationKind.LINEAR, 3, 2, Collections.nCopies(3, new double[3])),
                set.deformation("TS_02"));
        String after = fixture.get("job/tomograms.star");
        String table = before.substring(before.indexOf("data_TS_01"), before.indexOf("# a comment of ours"));
        assertTrue(after.contains(table), after);
    }

    @Test
    void otherTomogramsKeepTheirOwn() {
        TomogramSet set = write(deformed(), Map.of("TS_02", spline(3, 0.5)), Refined.DEFORMATIONS);
        assertSame(LINEAR, set.deformation("TS_01"));
        assertSame(spline(3, 0.5), set.deformation("TS_02"));
    }
}
