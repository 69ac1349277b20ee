package org.tomoalign.simulate;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.tomoalign.alignment.posterior.PriorSpreads;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.mrc.MrcHeader;
import org.tomoalign.mrc.MrcName;
import org.tomoalign.project.Labels;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;

/**
 * Scores an alignment of a simulated project: projected positions, angles and trajectories against the folder truth/ of
 * the project. Reads RELION 4 and RELION 5 files.
 */
public final class Score {
    private final Path project;
    private final Path output;
    private final OptionalInt box;

    private Score(Path project, Path output, OptionalInt box) {
        this.project = project;
        this.output = output;
        this.box = box;
    }

    /**
     * Compares.
     *
     * @param project folder of the simulated project, with truth/
     * @param output  folder with the alignment's tomograms.star and, if it wrote them, particles.star and motion.star;
     *                without particles.star the positions and without motion.star the zero trajectories of the project
     *                count as found
     * @throws InputException if a file is missing or does not match the truth
     */
    public static AlignmentScore of(Path project, Path output) {
        return of(project, output, OptionalInt.empty());
    }

    /**
     * Compares, also over windows that RELION would count.
     *
     * @param project as in {@link #of(Path, Path)}
     * @param output  as there; its uncertainty.star and scores.star are read if they are there
     * @param box     size of the alignment's boxes, px
     * @throws InputException as there
     */
    public static AlignmentScore of(Path project, Path output, OptionalInt box) {
        return new Score(project, output, box).compute();
    }

    private AlignmentScore compute() {
        Path truth = project.resolve("truth");
        StarDocument trueTomograms = StarDocument.read(truth.resolve("tomograms.star"));
        StarDocument givenTomograms = StarDocument.read(project.resolve("tomograms.star"));
        StarDocument foundTomograms = StarDocument.read(output.resolve("tomograms.star"));
        StarDocument trueParticles = StarDocument.read(truth.resolve("particles.star"));
        StarDocument givenParticles = StarDocument.read(project.resolve("particles.star"));
        Optional<StarDocument> foundParticles = optional("particles.star");
        Optional<StarDocument> motion = foundParticles.flatMap(p -> optional("motion.star"));
        StarDocument trueMotion = StarDocument.read(truth.resolve("motion.star"));
        Optional<StarDocument> uncertainty = optional("uncertainty.star"), scores = optional("scores.star");
        ImageFrames imageFrames = new ImageFrames(project, givenTomograms, box);
        StarTable global = trueTomograms.table("global");
        Set<String> absent = TruthTables.absent(trueParticles);
        Scorer scorer = new Scorer();
        int scored = 0;
        for (int row = 0; row < global.rows(); row++) {
            String name = global.column(Labels.TOMO_NAME).text(row);
            Frame frame = frame(global, row);
            Map<String, Vec3> truePositions = positions(trueParticles, name, frame);
            Map<String, Vec3> givenPositions = positions(givenParticles, name, frame);
            Map<String, Vec3> found =
                    foundParticles.map(p -> positions(p, name, frame)).orElse(givenPositions);
            List<String> names = found.keySet().stream().filter(particle -> !absent.contains(particle)).toList();
            if (names.isEmpty()) {
                continue;
            }
            List<Projection> trueProjections = projections(trueTomograms, name, frame);
            int images = trueProjections.size();
            ScoredGeometry still = new ScoredGeometry(projections(givenTomograms, name, frame),
                    pick(givenPositions, names), resting(names.size(), images));
            int[] order = TruthTables.exposures(trueTomograms.table(name));
            scorer.add(new ScoredSeries(name, frame.pixelSize(),
                    checked(trueTomograms, name, images, new ScoredGeometry(trueProjections,
                            pick(truePositions, names), offsets(trueMotion, names, frame.pixelSize()))),
                    checked(givenTomograms, name, images, still),
                    checked(foundTomograms, name, images, new ScoredGeometry(projections(foundTomograms, name, frame),
                            pick(found, names), motion.map(m -> offsets(m, names, frame.pixelSize()))
                                    .orElse(still.offsets()))),
                    imageFrames.of(name),
                    uncertainty.flatMap(file -> PredictedErrors.of(file, name, images, names, frame.pixelSize()))
                            .map(p -> new StandardErrorScore(p, spreads(scores, name, frame.pixelSize()),
                                    frame.size().times(0.5), order[0], order[images - 1])),
                    scores.map(file -> WeightPool.of(file, name, TruthTables.signals(trueTomograms.table(name)), absent))
                            .orElseGet(WeightPool::new)));
            scored++;
        }
        if (scored == 0) {
            throw new InputException(output + ": none of the particles of " + project + " that are there");
        }
        return scorer.score();
    }

    /** Returns the spreads of a tomogram's priors; wide ones where it had none. */
    private static PriorSpreads spreads(Optional<StarDocument> scores, String name, double pixelSize) {
        if (scores.isEmpty()) {
            return PriorSpreads.WIDE;
        }
        StarTable table = scores.get().table("tomograms");
        int row = 0;
        while (row < table.rows() && !table.column(Labels.TOMO_NAME).text(row).equals(name)) {
            row++;
        }
        double angle = row == table.rows() ? 0 : Math.toRadians(table.column("tomoAngleSpreadDeg").number(row));
        return angle == 0 ? PriorSpreads.WIDE : new PriorSpreads(angle,
                table.column("tomoShiftSpreadAngst").number(row) / pixelSize,
                table.column("tomoPositionSpreadAngst").number(row) / pixelSize, PriorSpreads.WIDE.deformation());
    }

    /** Sizes that turn files' numbers into px; the images' size is only needed by RELION 5 files. */
    private record Frame(double pixelSize, Vec3 size) {
    }

    private static Frame frame(StarTable global, int row) {
        return new Frame(global.column(Labels.TOMO_TILT_SERIES_PIXEL_SIZE).number(row),
                new Vec3(global.column(Labels.TOMO_SIZE_X).number(row), global.column(Labels.TOMO_SIZE_Y).number(row),
                        global.column(Labels.TOMO_SIZE_Z).number(row)));
    }

    private Optional<StarDocument> optional(String name) {
        Path file = output.resolve(name);
        return Files.exists(file) ? Optional.of(StarDocument.read(file)) : Optional.empty();
    }

    private static ScoredGeometry checked(StarDocument file, String name, int images, ScoredGeometry geometry) {
        if (geometry.projections().size() != images) {
            throw new InputException(file.file() + ": tilt series " + name + " has " + geometry.projections().size()
                    + " images, expected " + images + " as in the truth");
        }
        for (List<Vec3> offsets : geometry.offsets()) {
            if (offsets.size() != images) {
                throw new InputException(file.file() + ": tilt series " + name + " has " + images
                        + " images, but a trajectory of " + offsets.size());
            }
        }
        return geometry;
    }

    private static List<Vec3> pick(Map<String, Vec3> positions, List<String> names) {
        List<Vec3> out = new ArrayList<>();
        for (String name : names) {
            Vec3 position = positions.get(name);
            if (position == null) {
                throw new InputException("particle " + name + " of the alignment is not in the simulated project");
            }
            out.add(position);
        }
        return out;
    }

    private static List<List<Vec3>> resting(int particles, int images) {
        return Collections.nCopies(particles, Collections.nCopies(images, Vec3.ZERO));
    }

    private static List<List<Vec3>> offsets(StarDocument motion, List<String> names, double pixelSize) {
        List<List<Vec3>> out = new ArrayList<>();
        for (String name : names) {
            StarTable table = motion.table(name);
            List<Vec3> offsets = new ArrayList<>();
            for (int row = 0; row < table.rows(); row++) {
                offsets.add(vector(table, row, Labels.ORIGINS).times(1 / pixelSize));
            }
            out.add(offsets);
        }
        return out;
    }

    private static Vec3 vector(StarTable table, int row, List<String> labels) {
        return new Vec3(table.column(labels.get(0)).number(row), table.column(labels.get(1)).number(row),
                table.column(labels.get(2)).number(row));
    }

    private static Map<String, Vec3> positions(StarDocument file, String tomogram, Frame frame) {
        StarTable table = file.table("particles");
        boolean centred = table.has(Labels.CENTERED_COORDINATE_X_ANGST);
        Map<String, Vec3> out = new LinkedHashMap<>();
        for (int row = 0; row < table.rows(); row++) {
            if (!table.column(Labels.TOMO_NAME).text(row).equals(tomogram)) {
                continue;
            }
            if (table.has(Labels.ORIGIN_X_ANGST) && vector(table, row, Labels.ORIGINS).norm() > 1e-6) {
                throw table.column(Labels.ORIGIN_X_ANGST).expected(row, "an origin of 0 0 0, as after an alignment");
            }
            Vec3 position = centred
                    ? vector(table, row, Labels.CENTERED_COORDINATES).times(1 / frame.pixelSize())
                            .plus(frame.size().times(0.5))
                    : vector(table, row, Labels.COORDINATES).plus(new Vec3(1, 1, 1));
            out.put(table.column(Labels.TOMO_PARTICLE_NAME).text(row), position);
        }
        return out;
    }

    private List<Projection> projections(StarDocument tomograms, String name, Frame frame) {
        if (tomograms.find(name).isPresent()) {
            return matrices(tomograms.table(name));
        }
        StarTable global = tomograms.table("global");
        int row = 0;
        while (row < global.rows() && !global.column(Labels.TOMO_NAME).text(row).equals(name)) {
            row++;
        }
        if (row == global.rows()) {
            throw new InputException(tomograms.file() + ": no tilt series " + name);
        }
        String listed = global.column(Labels.TOMO_TILT_SERIES_STAR_FILE).text(row);
        Path beside = Path.of(tomograms.file()).resolveSibling("tilt_series").resolve(name + ".star");
        StarTable images = StarDocument.read(existing(Path.of(listed), beside)).table(name);
        String pixels = images.has(Labels.MICROGRAPH_NAME) ? images.column(Labels.MICROGRAPH_NAME).text(0)
                : global.column(Labels.TOMO_TILT_SERIES_NAME).text(row);
        MrcHeader header = MrcHeader.read(existing(MrcName.parse(pixels).file()));
        return angles(images, frame, header.width(), header.height());
    }

    /** A path of a STAR file is relative to the project's folder, to the working directory, or to the output. */
    private Path existing(Path... candidates) {
        for (Path candidate : candidates) {
            for (Path path : new Path[] {project.resolve(candidate), candidate, output.resolve(candidate)}) {
                if (Files.exists(path)) {
                    return path;
                }
            }
        }
        throw new InputException(candidates[0] + ": no such file, neither here nor in " + project);
    }

    private static List<Projection> matrices(StarTable images) {
        List<Projection> out = new ArrayList<>();
        for (int f = 0; f < images.rows(); f++) {
            double[] x = images.column(Labels.TOMO_PROJ_X).vector(f), y = images.column(Labels.TOMO_PROJ_Y).vector(f);
            double[] z = images.column(Labels.TOMO_PROJ_Z).vector(f);
            if (Math.min(x.length, Math.min(y.length, z.length)) < 4) {
                throw images.column(Labels.TOMO_PROJ_X).expected(f, "four numbers in each row of the matrix");
            }
            out.add(new Projection(new Mat3(x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]),
                    new Vec3(x[3], y[3], z[3])));
        }
        return out;
    }

    private static List<Projection> angles(StarTable images, Frame frame, int width, int height) {
        // RELION 5 rounds half sizes down when it reads.
        Vec3 half = frame.size().times(0.5);
        Vec3 centre = new Vec3(Math.floor(half.x()), Math.floor(half.y()), Math.floor(half.z()));
        Vec3 imageCentre = new Vec3(width / 2, height / 2, 0);
        List<Projection> out = new ArrayList<>();
        for (int f = 0; f < images.rows(); f++) {
            double xTilt = images.has(Labels.TOMO_X_TILT) ? images.column(Labels.TOMO_X_TILT).number(f) : 0;
            TiltAngles angles = new TiltAngles(xTilt, images.column(Labels.TOMO_Y_TILT).number(f),
                    images.column(Labels.TOMO_Z_ROT).number(f),
                    images.column(Labels.TOMO_X_SHIFT_ANGST).number(f) / frame.pixelSize(),
                    images.column(Labels.TOMO_Y_SHIFT_ANGST).number(f) / frame.pixelSize());
            out.add(angles.toProjection(centre, imageCentre));
        }
        return out;
    }
}
