package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tomoalign.tomogram.ImageDeformations;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltImage;

class DeformationWriterTest {
    private static final String TOMOGRAMS = "sets/tomograms.star";
    private static final ImageDeformations LINEAR =
            new ImageDeformations("linear", 3, 2, List.of(List.of(1., 2., 3.), List.of(4., 5.125, -6.)));

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

    private TomogramSet write(ProjectFixture fixture, Map<String, Optional<ImageDeformations>> results) {
        Project project = fixture.read();
        Map<String, RefinedTomogram> refined = new java.util.HashMap<>();
        results.forEach((name, deformations) -> refined.put(name, new RefinedTomogram(
                project.tomograms().find(name).orElseThrow().images().stream().map(TiltImage::projection).toList(),
                project.particles().of(name).stream().map(Particle::position).toList(), List.of(), deformations)));
        new ProjectWriter(project, new OutputFolder(folder, Path.of("job/"))).write(refined);
        fixture.put("set.star", fixture.get("job/optimisation_set.star"));
        return fixture.read().tomograms();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 5})
    void everyTomogramGetsADeformation(int version) {
        ProjectFixture fixture = fixture(version);
        int images = fixture.read().tomograms().find("TS_01").orElseThrow().images().size();
        int others = fixture.read().tomograms().find("TS_02").orElseThrow().images().size();
        ImageDeformations given = new ImageDeformations("spline", 2, 2, Collections.nCopies(
                images, Collections.nCopies(32, -0.25)));
        TomogramSet set = write(fixture, Map.of("TS_01", Optional.of(given)));
        assertEquals(Optional.of(given), set.deformations("TS_01"));
        assertEquals(Optional.of(new ImageDeformations("spline", 2, 2, Collections.nCopies(
                others, Collections.nCopies(32, 0.0)))), set.deformations("TS_02"));
        String global = fixture.get("job/tomograms.star");
        assertTrue(global.contains("_rlnTomoDeformationGridSizeX"));
        assertFalse(global.contains("empty"));
        assertEquals(version == 4, global.contains("_rlnTomoDeformationCoefficients"));
    }

    @Test
    void deformationsThatWereNotRefinedStay() {
        ProjectFixture fixture = deformed();
        String before = fixture.get(TOMOGRAMS);
        TomogramSet set = write(fixture, Map.of("TS_01", Optional.empty(), "TS_02", Optional.empty()));
        assertEquals(Optional.of(LINEAR), set.deformations("TS_01"));
        // RELION refuses the type 'empty'.
        assertEquals(Optional.of(new ImageDeformations("linear", 3, 2,
                Collections.nCopies(3, List.of(0., 0., 0.)))), set.deformations("TS_02"));
        String after = fixture.get("job/tomograms.star");
        String table = before.substring(before.indexOf("data_TS_01"), before.indexOf("# a comment of ours"));
        assertTrue(after.contains(table), after);
    }

    @Test
    void otherTomogramsKeepTheirOwn() {
        ImageDeformations spline = new ImageDeformations(
                "spline", 2, 2, Collections.nCopies(3, Collections.nCopies(32, 0.5)));
        TomogramSet set = write(deformed(), Map.of("TS_02", Optional.of(spline)));
        assertEquals(Optional.of(LINEAR), set.deformations("TS_01"));
        assertEquals(Optional.of(spline), set.deformations("TS_02"));
    }
}
