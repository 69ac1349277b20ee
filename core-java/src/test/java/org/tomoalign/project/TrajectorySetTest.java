package org.tomoalign.project;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Trajectories;

class TrajectorySetTest {
    private static final String HEAD = "\nloop_ \n_rlnOriginXAngst #1 \n_rlnOriginYAngst #2 \n_rlnOriginZAngst #3 \n";
    private static final String MOTION = "data_general\n\n_rlnParticleNumber 2\n\ndata_TS_02/3\n" + HEAD
            + "1 2 3\n\ndata_TS_01/7\n" + HEAD + "-1.5 0 0.25\n0 0 0\n";

    @TempDir
    private Path folder;
    private ProjectFixture fixture;

    @BeforeEach
    void addTrajectories() {
        fixture = ProjectFixture.v5(folder);
        fixture.edit("set.star", "_rlnTomoReferenceMap1File",
                "_rlnTomoTrajectoriesFile motion.star\n_rlnTomoReferenceMap1File");
        fixture.put("motion.star", MOTION);
    }

    @Test
    void readsByName() {
        Project project = fixture.read();
        // px of 2 Å; the second image of TS_01 was taken first.
        Trajectories first = ProjectFixture.geometry(project, "TS_01").trajectories();
        assertEquals(List.of(2, 1), List.of(first.images(), first.particles()));
        assertEquals(Vec3.ZERO, first.displacement(0, 0));
        assertEquals(new Vec3(-0.75, 0, 0.125), first.displacement(0, 1));
        Trajectories second = ProjectFixture.geometry(project, "TS_02").trajectories();
        assertEquals(List.of(1, 1), List.of(second.images(), second.particles()));
        assertEquals(new Vec3(0.5, 1, 1.5), second.displacement(0, 0));
        assertEquals(List.of(), fixture.warnings());
    }

    @Test
    void readsOldFilesByOrder() {
        for (List<String> names : List.of(List.of("0", "1"), List.of("", ""))) {
            fixture.put("motion.star", "data_general\n_rlnParticleNumber 2\n\ndata_" + names.getFirst() + "\n" + HEAD
                    + "-1.5 0 0.25\n0 0 0\n\ndata_" + names.getLast() + "\n" + HEAD + "1 2 3\n");
            Project project = fixture.read();
            assertEquals(-0.75, ProjectFixture.geometry(project, "TS_01").trajectories().displacement(0, 1).x());
            assertEquals(0.5, ProjectFixture.geometry(project, "TS_02").trajectories().displacement(0, 0).x());
        }
        assertEquals(2, fixture.warnings().stream()
                .filter(w -> w.startsWith("motion.star: trajectories without particle names")).count());
    }

    @Test
    void refusesWrongTrajectories() {
        check("0 0 0\n", "", "block data_TS_01/7 has 1 rows, expected 2, the images of tilt series TS_01");
        check("data_TS_02/3", "data_TS_02/4", "no trajectory data_TS_02/3 for the particle of that name in "
                + "particles.star");
        check("-1.5", "nan", "block data_TS_01/7, row 1, column _rlnOriginXAngst: found 'nan', expected a finite "
                + "number");
        check("_rlnParticleNumber 2", "_rlnParticleNumber 1", "block data_general, row 1, column _rlnParticleNumber: "
                + "found '1', expected at least 2, the particles of particles.star");
        check("_rlnParticleNumber 2", "_rlnParticleNumber 3", "block data_general, row 1, column _rlnParticleNumber: "
                + "found '3', expected 2, the trajectories in the file");
        check("data_TS_02/3", "data_TS_01/7", "two blocks data_TS_01/7, expected one trajectory per particle");
        check("_rlnParticleNumber", "_rlnOther", "block data_general, column missing: _rlnParticleNumber");
    }

    @Test
    void moreTrajectoriesThanParticlesNeedNamesOnBothSides() {
        String third = "\ndata_TS_02/5\n" + HEAD + "1 2 3\n";
        fixture.put("motion.star", MOTION.replace("Number 2", "Number 3") + third);
        Project project = fixture.read();
        assertEquals(1, ProjectFixture.geometry(project, "TS_01").trajectories().particles());
        assertEquals(1, ProjectFixture.geometry(project, "TS_02").trajectories().particles());
        assertEquals(List.of(), fixture.warnings());
        fixture.put("motion.star", fixture.get("motion.star").replace("data_TS_02/3", "data_0"));
        assertEquals(List.of("motion.star: found 3 trajectories, expected 2, as particles.star has particles, since the "
                + "trajectories have no names"), fixture.problems());
        addTrajectories();
        fixture.put("motion.star", MOTION.replace("Number 2", "Number 3") + third);
        fixture.edit("particles.star", "_rlnTomoParticleName", "_rlnOther");
        assertEquals(List.of("motion.star: found 3 trajectories, expected 2, as particles.star has particles, since the "
                + "particles have no names"), fixture.problems());
    }

    @Test
    void trajectoriesOfParticlesWithoutNamesAreTakenByNumberWithAWarning() {
        fixture.edit("particles.star", "_rlnTomoParticleName", "_rlnOther");
        fixture.put("motion.star", MOTION.replace("TS_02/3", "TS_02/1").replace("TS_01/7", "TS_01/1"));
        assertEquals(-0.75, ProjectFixture.geometry(fixture.read(), "TS_01").trajectories().displacement(0, 1).x());
        assertEquals(List.of("motion.star: trajectories of particles without names are taken in the order of the "
                + "particles; it must not have changed since they were written"), fixture.warnings());
    }

    private void check(String old, String replacement, String message) {
        addTrajectories();
        fixture.edit("motion.star", old, replacement);
        assertEquals("motion.star: " + message, fixture.problems().getFirst());
    }

    @Test
    void missingFileIsNamed() {
        fixture.edit("set.star", "motion.star", "gone.star");
        assertEquals(List.of("gone.star: no such file (trajectories, named by _rlnTomoTrajectoriesFile of set.star)"),
                fixture.problems());
    }
}
