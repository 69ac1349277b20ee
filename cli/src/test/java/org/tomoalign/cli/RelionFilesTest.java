package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.Problems;
import org.tomoalign.mrc.MrcVolume;
import org.tomoalign.project.ImageSizes;
import org.tomoalign.project.OutputFolder;
import org.tomoalign.project.Project;
import org.tomoalign.project.ProjectFile;
import org.tomoalign.project.ProjectPaths;
import org.tomoalign.project.ProjectWriter;
import org.tomoalign.project.ReadContext;
import org.tomoalign.project.Refined;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/** Reads and writes back the files of real projects, and odd but legal files. */
@Tag("relion-data")
class RelionFilesTest {
    private static Path data;

    @TempDir
    Path folder;

    @BeforeAll
    static void find() {
        data = RelionData.folder();
    }

    @Test
    void aRealProjectPassesThrough() throws IOException {
        Path root = data.resolve("real/empiar10164");
        Path particles = root.resolve("polish_job070_particles_first200_per_tomo.star");
        Path map = data.resolve("sim/static/ref/half1.mrc");
        Problems problems = new Problems();
        ImageSizes sizes = file -> new ImageSizes.Size(3710, 3838, 1);
        Project project = Project.read(ProjectPaths.of(Path.of("CtfRefine/job067/optimisation_set.star"))
                .with(ProjectFile.PARTICLES, particles).with(ProjectFile.REFERENCE_1, map)
                .with(ProjectFile.REFERENCE_2, map), new ReadContext(root, sizes, problems, warning -> { }))
                .orElse(null);
        // The trajectories of that job are not among the files.
        if (project == null) {
            assertEquals(1, problems.count(), problems.messages().toString());
            assertTrue(problems.messages().getFirst().contains("Polish/job060/motion.star: no such file"));
            project = withoutTrajectories(root, particles, map, sizes);
        }
        assertEquals(5, project.tomograms().series().size());
        Map<String, Geometry> same = new HashMap<>();
        for (Tomogram tomogram : project.tomogramsWithParticles()) {
            assertEquals(200, tomogram.particles().size());
            same.put(tomogram.name(), tomogram.geometry());
        }
        assertEquals(5, same.size());
        Path out = folder.resolve("Polish/job070");
        new ProjectWriter(project, new OutputFolder(folder, Path.of("Polish/job070")))
                .write(same, Set.of(Refined.POSITIONS));
        assertEquals(Files.readString(particles), Files.readString(out.resolve("particles.star")));
        assertEquals(Files.readString(root.resolve("CtfRefine/job067/tomograms.star"))
                .replace("CtfRefine/job067/tilt_series", "Polish/job070/tilt_series"),
                Files.readString(out.resolve("tomograms.star")));
        for (TiltSeries series : project.tomograms().series()) {
            String name = "tilt_series/" + series.name() + ".star";
            assertEquals(Files.readString(root.resolve("CtfRefine/job067").resolve(name)),
                    Files.readString(out.resolve(name)));
        }
    }

    private static Project withoutTrajectories(Path root, Path particles, Path map, ImageSizes sizes) {
        Problems problems = new Problems();
        Optional<Project> project = Project.read(ProjectPaths.of(null)
                .with(ProjectFile.TOMOGRAMS, Path.of("CtfRefine/job067/tomograms.star"))
                .with(ProjectFile.PARTICLES, particles).with(ProjectFile.REFERENCE_1, map)
                .with(ProjectFile.REFERENCE_2, map), new ReadContext(root, sizes, problems, warning -> { }));
        assertEquals(List.of(), problems.messages());
        return project.orElseThrow();
    }

    @Test
    void anglesAreMatrices() {
        Path root = data.resolve("real/relion-tests/test_project_directory/tilt_series_metadata");
        StarTable global = StarDocument.read(root.resolve("tilt_series.star")).table("global");
        Vec3 image = new Vec3(3710 / 2, 3838 / 2, 0);
        int count = 0;
        for (int row = 0; row < global.rows(); row++) {
            String name = global.column("rlnTomoName").text(row);
            Vec3 centre = new Vec3(global.column("rlnTomoSizeX").number(row), global.column("rlnTomoSizeY").number(row),
                    global.column("rlnTomoSizeZ").number(row)).times(0.5);
            double px = global.column("rlnTomoTiltSeriesPixelSize").number(row);
            StarTable images = StarDocument.read(root.resolve("tilt_series").resolve(name + ".star")).table(name);
            for (int f = 0; f < images.rows(); f++, count++) {
                double[][] m = new double[4][];
                for (int i = 0; i < 4; i++) {
                    m[i] = images.column("rlnTomoProj" + "XYZW".charAt(i)).vector(f);
                }
                TiltAngles given = new TiltAngles(images.column("rlnTomoXTilt").number(f),
                        images.column("rlnTomoYTilt").number(f), images.column("rlnTomoZRot").number(f),
                        images.column("rlnTomoXShiftAngst").number(f) / px,
                        images.column("rlnTomoYShiftAngst").number(f) / px);
                Projection p = given.toProjection(centre, image);
                double[] found = {p.linear().m00(), p.linear().m01(), p.linear().m02(), p.linear().m10(),
                    p.linear().m11(), p.linear().m12(), p.linear().m20(), p.linear().m21(), p.linear().m22()};
                double[] shift = {p.shift().x(), p.shift().y(), p.shift().z()};
                for (int i = 0; i < 9; i++) {
                    assertEquals(m[i / 3][i % 3], found[i], 1e-6, name + ", image " + f);
                }
                for (int i = 0; i < 3; i++) {
                    // An error of 1e-6 in the rotation, thousands of px from the centre.
                    assertEquals(m[i][3], shift[i], 1e-6 * centre.norm(), name + ", image " + f);
                }
                TiltAngles back = TiltAngles.of(p, centre, image);
                assertEquals(given.xTilt(), back.xTilt(), 1e-9);
                assertEquals(given.yTilt(), back.yTilt(), 1e-9);
                assertEquals(given.zRot(), back.zRot(), 1e-9);
                assertEquals(given.xShift(), back.xShift(), 1e-9);
                assertEquals(given.yShift(), back.yShift(), 1e-9);
            }
        }
        assertEquals(205, count);
    }

    private static List<Path> files(Path root, String suffix) throws IOException {
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        }
    }

    @Test
    void everyStarFileIsWrittenBackAsItWas() throws IOException {
        List<Path> all = new ArrayList<>(files(data.resolve("odd/star"), ".star"));
        all.addAll(files(data.resolve("real"), ".star"));
        assertTrue(all.size() > 30, all.toString());
        for (Path file : all) {
            assertArrayEquals(Files.readAllBytes(file), StarDocument.read(file).toBytes(), file.toString());
        }
    }

    @Test
    void oddMapsAreRead() throws IOException {
        Path odd = data.resolve("odd/mrc");
        try (Arena arena = Arena.ofConfined()) {
            for (String name : new String[] {"EMD-3001.map", "EMD-3197.map", "emd_3197.map.gz"}) {
                MrcVolume map = MrcVolume.read(odd.resolve(name), arena);
                assertEquals(map.header().width(), MrcVolume.readHeader(odd.resolve(name)).width());
                assertEquals((long) map.header().width() * map.header().height() * map.header().depth(),
                        map.toArray().length);
            }
            assertArrayEquals(MrcVolume.read(odd.resolve("EMD-3197.map"), arena).toArray(),
                    MrcVolume.read(odd.resolve("emd_3197.map.gz"), arena).toArray());
        }
    }
}
