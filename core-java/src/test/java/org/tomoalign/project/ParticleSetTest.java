package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.Problems;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.Particle;

class ParticleSetTest {
    private static final String PARTICLES = "particles.star";

    @TempDir
    private Path folder;

    @Test
    void readsVersion4() {
        ParticleSet set = ProjectFixture.v4(folder).read().particles();
        assertEquals(List.of("TS_02/1", "TS_01/1", "TS_02/2"), set.names());
        assertEquals(3, set.particles().size());
        assertEquals(List.of(0, 2), set.of("TS_02").stream().map(Particle::row).toList());
        assertEquals(List.of(), set.of("TS_03"));
        Particle first = set.particles().getFirst();
        assertEquals(new Vec3(11, 21, 31), set.positions("TS_02").getFirst());
        assertEquals(1, first.halfSet());
        assertEquals(new EulerAngles(10, 20, 30).toMatrix(), first.orientation());
        // Sub-tomogram turned by 90 degrees about z, so that A = (0 1 0; -1 0 0; 0 0 1): the origin (1, 2, 3) px goes
        // to (2, -1, 3).
        Particle second = set.particles().get(1);
        assertClose(new Vec3(12 - 2, 22 + 1, 32 - 3), set.positions("TS_01").getFirst());
        assertClose(new Vec3(2, -1, 3), second.orientation().times(new Vec3(1, 2, 3)));
        OpticsGroup group = set.opticsGroup(second);
        assertEquals(new OpticsGroup(2, "optics2", 2, new Microscope(300, 2.7, 0.07), List.of(),
                List.of(1., 2., 3.)), group);
        assertEquals(List.of(0.1, -0.2), set.opticsGroup(first).oddZernike());
    }

    @Test
    void readsVersion5() {
        ParticleSet set = ProjectFixture.v5(folder).read().particles();
        assertEquals(List.of("TS_01/7", "TS_02/3"), set.names());
        // Å over 2 Å/px, from the real-valued centre (50.5, 100, 25.5).
        assertClose(new Vec3(50.5 + 5 - 0.5, 100 - 10 - 1, 25.5 + 2.5 - 1.5), set.positions("TS_01").getFirst());
        assertClose(new Vec3(50 - 0.75, 100 + 1.25, 25), set.positions("TS_02").getFirst());
    }

    @Test
    void pixelCoordinatesInVersion5CountFromZero() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        String text = fixture.get(PARTICLES);
        for (String axis : List.of("X", "Y", "Z")) {
            text = text.replace("_rlnCenteredCoordinate" + axis + "Angst", "_rlnCoordinate" + axis);
        }
        fixture.put(PARTICLES, text);
        assertClose(new Vec3(10 - 0.5, -20 - 1, 5 - 1.5), fixture.read().particles().positions("TS_01").getFirst());
        assertEquals(1, fixture.warnings().stream().filter(w -> w.contains("have no centred coordinates")).count());
    }

    /** Images by row of their file, as in the list; particles may have different ones. */
    @Test
    void visibleFramesSayWhereAParticleDoesNotCount() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        assertEquals(List.of(Set.of(1), Set.of()), fixture.read().particles().particles().stream()
                .map(Particle::excluded).toList());
        fixture.edit(PARTICLES, "[1,0]", "[0.0,1.000000]");
        fixture.edit(PARTICLES, "TS_02/3 [1]", "TS_02/3 [0]");
        assertEquals(List.of(Set.of(0), Set.of(0)), fixture.read().particles().particles().stream()
                .map(Particle::excluded).toList());
        // Images of a tilt series are in chronological order: row 0 was taken second.
        assertTrue(fixture.read().tomogramsWithParticles().getFirst().excludes(0, 1));
        assertFalse(fixture.read().tomogramsWithParticles().getFirst().excludes(0, 0));
        fixture.edit(PARTICLES, "_rlnTomoVisibleFrames", "_rlnOther");
        assertEquals(List.of(Set.of(), Set.of()), fixture.read().particles().particles().stream()
                .map(Particle::excluded).toList());
    }

    @Test
    void refusesVisibleFramesThatAreNotOnePerImage() {
        for (String list : List.of("[1]", "[1,1,0]", "[]")) {
            ProjectFixture fixture = ProjectFixture.v5(folder);
            fixture.edit(PARTICLES, "[1,0]", list);
            assertEquals(List.of(PARTICLES + ": block data_particles, row 1, column _rlnTomoVisibleFrames: found '" + list
                    + "', expected a number per image of TS_01, which has 2"), fixture.problems());
        }
        ProjectFixture fixture = ProjectFixture.v5(folder);
        // The list of another particle is right for its own tilt series alone.
        fixture.edit(PARTICLES, "TS_02/3 [1]", "TS_02/3 [1,0]");
        assertEquals(List.of(PARTICLES + ": block data_particles, row 2, column _rlnTomoVisibleFrames: found '[1,0]', "
                + "expected a number per image of TS_02, which has 1"), fixture.problems());
        fixture.edit(PARTICLES, "TS_02/3 [1,0]", "TS_02/3 1");
        assertEquals(1, fixture.problems().stream().filter(p -> p.contains("row 2, column _rlnTomoVisibleFrames: found '1'"))
                .count());
    }

    @Test
    void missingOpticsColumnsComeFromTheTomogram() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit(PARTICLES, "_rlnAmplitudeContrast", "_rlnOther");
        fixture.edit(PARTICLES, "_rlnOpticsGroup #1\n", "_rlnNumber #1\n");
        ParticleSet particles = fixture.read().particles();
        Particle second = particles.particles().stream().filter(p -> p.opticsGroup() == 2).findFirst().orElseThrow();
        assertEquals(0.07, particles.opticsGroup(second).microscope().amplitudeContrast());
    }

    @Test
    void particlesOfUnknownTomogramsAreAWarning() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit(PARTICLES, "TS_01 11", "TS_77 nan");
        Project project = fixture.read();
        assertEquals(2, project.particles().particles().size());
        assertEquals(List.of("TS_02/1", "TS_77/1", "TS_02/2"), project.particles().names());
        assertEquals(List.of("particles.star: 1 particles of tomograms that are not in sets/tomograms.star (TS_77) are "
                + "passed on unchanged", "particles.star: no particles for TS_01; these tomograms are passed on "
                + "unchanged"), fixture.warnings().stream().filter(w -> w.startsWith(PARTICLES)).toList());
    }

    @Test
    void refusesWrongParticles() {
        check("10 20 30 1 1 \"a b\"", "10 20 30 3 1 \"a b\"", "block data_particles, row 1, column _rlnRandomSubset: "
                + "found '3', expected a half set, 1 or 2");
        check("_rlnRandomSubset", "_rlnOther", "block data_particles, column missing: _rlnRandomSubset");
        check("TS_01 11.000000", "TS_01 NaN", "block data_particles, row 2, column _rlnCoordinateX: found 'NaN', "
                + "expected a finite number");
        check("0 0 0 2 2 x", "0 0 0 2 9 x", "block data_particles, row 2, column _rlnOpticsGroup: found '9', expected "
                + "an optics group of the same file: [1, 2]");
        check("_rlnCoordinateY", "_rlnOther", "block data_particles, column missing: _rlnCoordinateY");
        check("_rlnAnglePsi", "_rlnOther", "block data_particles, column missing: _rlnAnglePsi");
        check("data_particles", "data_other", "no block data_particles, found data_optics, data_other");
        check("2 optics2", "1 optics2", "block data_optics, row 2, column _rlnOpticsGroup: found '1', expected every "
                + "optics group once");
        check("[0.5]", "0.5", "block data_optics, row 1, column _rlnEvenZernike: found '0.5', expected a list of "
                + "numbers such as [1,2,3]");
        check("TS_0", "TS_9", "no particle belongs to a tomogram of sets/tomograms.star, expected the names in "
                + "_rlnTomoName to agree");
    }

    private void check(String old, String replacement, String message) {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit(PARTICLES, old, replacement);
        assertEquals(List.of(PARTICLES + ": " + message), fixture.problems());
    }

    @Test
    void refusesDuplicateNames() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit(PARTICLES, "TS_02/3", "TS_01/7");
        assertEquals(List.of("particles.star: block data_particles, row 2, column _rlnTomoParticleName: found "
                + "'TS_01/7' as in row 1, expected every particle name once"), fixture.problems());
    }

    @Test
    void refusesOpticsThatDisagree() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit(PARTICLES, "2 optics2 2.700000 300.000000 2.000000", "2 optics2 2.700000 300.000000 2.001100");
        assertEquals(List.of("particles.star: optics group 2 (optics2): found a tilt series pixel size of 2.0011 Å, "
                + "expected 2.0 Å as in sets/tomograms.star: tomogram TS_01"), fixture.problems());
        ProjectFixture other = ProjectFixture.v4(folder);
        other.edit(PARTICLES, "2 optics2 2.700000 300.000000", "2 optics2 2.700000 200.000000");
        assertEquals(List.of("particles.star: optics group 2 (optics2): found a voltage of 200.0 kV, expected 300.0 kV "
                + "as in sets/tomograms.star: tomogram TS_01"), other.problems());
        ProjectFixture near = ProjectFixture.v4(folder);
        near.edit(PARTICLES, "2 optics2 2.700000 300.000000 2.000000", "2 optics2 2.700000 300.000000 2.000900");
        assertEquals(List.of(), near.problems());
    }

    @Test
    void refusesMixedPixelSizes() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.edit(PARTICLES, "2 optics2 2.700000 300.000000 2.000000", "2 optics2 2.700000 300.000000 3.000000");
        fixture.put("sets/tomograms.star",
                fixture.get("sets/tomograms.star").replaceFirst("optics1     2.000000", "optics1     3.000000"));
        assertEquals(List.of("sets/tomograms.star: tomogram TS_02 has a pixel size of 2.0 Å, expected 3.0 Å as "
                + "tomogram TS_01, since one reference serves all"), fixture.problems());
    }

    @Test
    void aTableFullOfMistakesIsCutShort() {
        ProjectFixture fixture = ProjectFixture.v4(folder);
        fixture.put(PARTICLES, fixture.get(PARTICLES) + "TS_02 x 22 32 0 0 0 0 0 0 10 20 30 2 1 y\n".repeat(50));
        List<String> problems = fixture.problems();
        assertEquals(Problems.ENOUGH_ROWS + 1, problems.size());
        assertTrue(problems.getLast().endsWith("further rows not checked"));
    }

    private static void assertClose(Vec3 expected, Vec3 found) {
        assertEquals(0, expected.minus(found).norm(), 1e-12, expected + " " + found);
    }

    @Test
    void oneHalfSetIsAWarning() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit("particles.star", "-10 80 170 2 1", "-10 80 170 1 1");
        fixture.read();
        assertEquals(List.of("particles.star: all 2 particles are in half set 1, so that the other half map is not used"),
                fixture.warnings());
    }

    @Test
    void blankNamesAreRefused() {
        ProjectFixture fixture = ProjectFixture.v5(folder);
        fixture.edit("particles.star", " TS_02/3 ", " \"\" ");
        assertEquals(List.of("particles.star: block data_particles, row 2, column _rlnTomoParticleName: found a blank, "
                + "expected a name"), fixture.problems());
    }
}
