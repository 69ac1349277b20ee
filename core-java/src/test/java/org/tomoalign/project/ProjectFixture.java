package org.tomoalign.project;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tomoalign.input.Problems;
import org.tomoalign.tomogram.Geometry;

/** Small projects of both versions in a temporary folder, to be read and damaged. */
final class ProjectFixture {
    static final String V4_TOMOGRAMS = """

            # version 30001

            data_global

            loop_\s
            _rlnTomoName #1\s
            _rlnTomoTiltSeriesName #2\s
            _rlnTomoFrameCount #3\s
            _rlnTomoSizeX #4\s
            _rlnTomoSizeY #5\s
            _rlnTomoSizeZ #6\s
            _rlnTomoHand #7\s
            _rlnOpticsGroupName #8\s
            _rlnTomoTiltSeriesPixelSize #9\s
            _rlnVoltage #10\s
            _rlnSphericalAberration #11\s
            _rlnAmplitudeContrast #12\s
            _rlnTomoImportFractionalDose #13\s
            _rlnTomoMadeUp #14\s
                 TS_01 stacks/TS_01.st:mrc            2          101          200           50     -1.00000 optics1     2.000000   300.000000     2.700000     0.070000     3.000000      keep\s
                 TS_02 stacks/TS_02.mrc            3          100          200           51     -1.00000 optics1     2.000000   300.000000     2.700000     0.070000     3.000000      keep\s
            \s

            # version 30001

            data_TS_01

            loop_\s
            _rlnTomoProjX #1\s
            _rlnTomoProjY #2\s
            _rlnTomoProjZ #3\s
            _rlnTomoProjW #4\s
            _rlnDefocusU #5\s
            _rlnDefocusV #6\s
            _rlnDefocusAngle #7\s
            _rlnCtfScalefactor #8\s
            _rlnMicrographPreExposure #9\s
            [0,1,0,1.25] [-0.8,0,0.6,-2] [0.6,0,0.8,3]  [0,0,0,1] 30000.000000 29000.000000    90.000000     0.500000     3.000000\s
            [1,0,0,0] [0,1,0,0] [0,0,1,0]  [0,0,0,1] 31000.000000 30500.000000   180.000000     1.000000     0.000000\s
            \s

            # a comment of ours
            data_TS_02

            loop_
            _rlnTomoProjX #1
            _rlnTomoProjY #2
            _rlnTomoProjZ #3
            _rlnTomoProjW #4
            _rlnDefocusU #5
            _rlnDefocusV #6
            _rlnDefocusAngle #7
            _rlnMicrographPreExposure #8
            [1,0,0,0] [0,1,0,0] [0,0,1,0] [0,0,0,1] 31000 30500 0 6.0
            [1.1,0,0,0] [0,1.1,0,0] [0,0,1.1,0] [0,0,0,1] 31000 30500 0 3.0
            [1,0,0,0] [0,1,0,0] [0,0,1,0] [0,0,0,1] 31000 30500 0 0.0
            """;
    static final String OPTICS = """

            data_optics

            loop_
            _rlnOpticsGroup #1
            _rlnOpticsGroupName #2
            _rlnSphericalAberration #3
            _rlnVoltage #4
            _rlnTomoTiltSeriesPixelSize #5
            _rlnAmplitudeContrast #6
            _rlnOddZernike #7
            _rlnEvenZernike #8
            1 optics1 2.700000 300.000000 2.000000 0.070000 [0.1,-0.2] [0.5]
            2 optics2 2.700000 300.000000 2.000000 0.070000 [] [1,2,3]
            """;
    static final String V4_PARTICLES = OPTICS + """

            data_particles

            loop_
            _rlnTomoName #1
            _rlnCoordinateX #2
            _rlnCoordinateY #3
            _rlnCoordinateZ #4
            _rlnOriginXAngst #5
            _rlnOriginYAngst #6
            _rlnOriginZAngst #7
            _rlnTomoSubtomogramRot #8
            _rlnTomoSubtomogramTilt #9
            _rlnTomoSubtomogramPsi #10
            _rlnAngleRot #11
            _rlnAngleTilt #12
            _rlnAnglePsi #13
            _rlnRandomSubset #14
            _rlnOpticsGroup #15
            _rlnUnknownColumn #16
            TS_02 10.000000 20.000000 30.000000 0 0 0 0 0 0 10 20 30 1 1 "a b"
            TS_01 11.000000 21.000000 31.000000 2.000000 4.000000 6.000000 90 0 0 0 0 0 2 2 x
            TS_02 12.000000 22.000000 32.000000 0 0 0 0 0 0 10 20 30 2 1 y # remark
            """;
    static final String OPTIMISATION_SET = """

            data_

            _rlnTomoParticlesFile        particles.star
            _rlnTomoTomogramsFile        sets/tomograms.star
            _rlnTomoReferenceMap1File    half1.mrc
            _rlnTomoReferenceMap2File    half2.mrc
            _rlnTomoReferenceMaskFile    mask.mrc
            _rlnTomoMadeUpFile           whatever.star
            """;
    static final String V5_TOMOGRAMS = """

            # version 50001

            data_global

            loop_\s
            _rlnTomoName #1\s
            _rlnVoltage #2\s
            _rlnSphericalAberration #3\s
            _rlnAmplitudeContrast #4\s
            _rlnTomoHand #5\s
            _rlnTomoTiltSeriesPixelSize #6\s
            _rlnTomoTiltSeriesStarFile #7\s
            _rlnTomoSizeX #8\s
            _rlnTomoSizeY #9\s
            _rlnTomoSizeZ #10\s
                 TS_01   300.000000     2.700000     0.070000     -1.00000     2.000000 CtfRefine/job012/tilt_series/TS_01.star          101          200           51\s
                 TS_02   300.000000     2.700000     0.070000     -1.00000     2.000000 CtfRefine/job012/tilt_series/TS_02.star          100          200           50\s
            \s
            """;
    static final String V5_SERIES_1 = """

            # version 50001

            data_TS_01

            loop_\s
            _rlnMicrographName #1\s
            _rlnMicrographPreExposure #2\s
            _rlnTomoXTilt #3\s
            _rlnTomoYTilt #4\s
            _rlnTomoZRot #5\s
            _rlnTomoXShiftAngst #6\s
            _rlnTomoYShiftAngst #7\s
            _rlnDefocusU #8\s
            _rlnDefocusV #9\s
            _rlnDefocusAngle #10\s
            _rlnPhaseShift #11\s
            _rlnCtfBfactor #12\s
            frames/a.mrc     3.000000     0.500000    -60.00000    -87.50000     12.50000     -3.25000 30000.000000 29000.000000    90.000000    90.000000    25.000000\s
            2@frames/b.mrcs     0.000000     0.000000     0.000000    85.000000     0.000000     0.000000 30000.000000 29000.000000    90.000000     0.000000     0.000000\s
            \s
            """;
    static final String V5_SERIES_2 = """
            data_TS_02

            loop_
            _rlnMicrographName #1
            _rlnMicrographPreExposure #2
            _rlnTomoYTilt #3
            _rlnTomoZRot #4
            _rlnTomoXShiftAngst #5
            _rlnTomoYShiftAngst #6
            _rlnDefocusU #7
            _rlnDefocusV #8
            _rlnDefocusAngle #9
            frames/c.mrc 0.0 90 -87.5 12.5 -3.25 30000 29000 90 # edge on
            """;
    static final String V5_PARTICLES = """

            data_general

            _rlnTomoSubTomosAre2DStacks                       1
            \s
            """ + OPTICS + """

            data_particles

            loop_
            _rlnTomoName #1
            _rlnCenteredCoordinateXAngst #2
            _rlnCenteredCoordinateYAngst #3
            _rlnCenteredCoordinateZAngst #4
            _rlnAngleRot #5
            _rlnAngleTilt #6
            _rlnAnglePsi #7
            _rlnRandomSubset #8
            _rlnOpticsGroup #9
            _rlnTomoParticleName #10
            _rlnTomoVisibleFrames #11
            _rlnOriginXAngst #12
            _rlnOriginYAngst #13
            _rlnOriginZAngst #14
            TS_01 10.000000 -20.00000 5.000000 10 20 30 1 1 TS_01/7 [1,0] 1.000000 2.000000 3.000000
            TS_02 -1.50000 2.500000 0.000000 -10 80 170 2 1 TS_02/3 [1] 0.000000 0.000000 0.000000
            """;

    final Path folder;
    final List<String> warnings = new ArrayList<>();
    final Problems problems = new Problems();

    private ProjectFixture(Path folder) {
        this.folder = folder;
    }

    static ProjectFixture v4(Path folder) {
        ProjectFixture fixture = new ProjectFixture(folder);
        fixture.put("sets/tomograms.star", V4_TOMOGRAMS);
        fixture.put("particles.star", V4_PARTICLES);
        fixture.putCommon();
        return fixture;
    }

    static ProjectFixture v5(Path folder) {
        ProjectFixture fixture = new ProjectFixture(folder);
        fixture.put("sets/tomograms.star", V5_TOMOGRAMS);
        fixture.put("CtfRefine/job012/tilt_series/TS_01.star", V5_SERIES_1);
        fixture.put("CtfRefine/job012/tilt_series/TS_02.star", V5_SERIES_2);
        fixture.put("particles.star", V5_PARTICLES);
        fixture.putCommon();
        return fixture;
    }

    private void putCommon() {
        put("set.star", OPTIMISATION_SET);
        put("half1.mrc", "");
        put("half2.mrc", "");
        put("mask.mrc", "");
    }

    void put(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.getParent());
            Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    String get(String name) {
        try {
            return Files.readString(folder.resolve(name));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Replaces a text that must be there. */
    void edit(String name, String old, String replacement) {
        String text = get(name);
        if (!text.contains(old)) {
            throw new IllegalArgumentException("no '" + old + "' in " + name);
        }
        put(name, text.replace(old, replacement));
    }

    /** Images of 71 x 40 px; stacks have three. */
    ReadContext context() {
        return new ReadContext(folder, file -> new ImageSizes.Size(71, 40, file.toString().endsWith(".mrc")
                && file.normalize().getParent().endsWith("frames") ? 1 : 3), problems, warnings::add);
    }

    ProjectPaths paths() {
        return ProjectPaths.of(Path.of("set.star"));
    }

    /** Returns the project, which must be sound. */
    Project read() {
        Optional<Project> project = Project.read(paths(), context());
        problems.throwIfAny();
        return project.orElseThrow();
    }

    /** Returns the geometry of a tomogram, which must have particles. */
    static Geometry geometry(Project project, String tomogram) {
        return project.tomogramsWithParticles().stream().filter(t -> t.name().equals(tomogram)).findFirst()
                .orElseThrow().geometry();
    }

    /** Returns what is wrong with the project, paths shortened to start at the folder. */
    List<String> problems() {
        Project.read(paths(), context());
        return problems.messages().stream().map(m -> m.replace(folder + "/", "")).toList();
    }

    /** Returns the warnings so far, paths shortened to start at the folder. */
    List<String> warnings() {
        return warnings.stream().map(m -> m.replace(folder + "/", "")).toList();
    }
}
