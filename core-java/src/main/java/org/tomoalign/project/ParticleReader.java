package org.tomoalign.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Problems;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.TiltSeries;

/** Reads particle sets of both versions. */
final class ParticleReader {
    private static final List<String> SUBTOMOGRAM =
            List.of(Labels.TOMO_SUBTOMOGRAM_ROT, Labels.TOMO_SUBTOMOGRAM_TILT, Labels.TOMO_SUBTOMOGRAM_PSI);
    private static final List<String> ANGLES = List.of(Labels.ANGLE_ROT, Labels.ANGLE_TILT, Labels.ANGLE_PSI);

    private final StarDocument document;
    private final TomogramSet tomograms;
    private final ReadContext context;
    private final StarTable table;
    private final ParticleSet.Coordinates coordinates;
    private final Optional<List<StarColumn>> origins;
    private final Optional<List<StarColumn>> subtomogram;
    private final Optional<List<StarColumn>> angles;
    private final List<StarColumn> coordinate;
    private final Optional<StarColumn> visibleFrames;
    /* Most particles of a tomogram have the same. */
    private final Map<String, VisibleFrames> listed = new HashMap<>();

    ParticleReader(StarDocument document, TomogramSet tomograms, ReadContext context) {
        this.document = document;
        this.tomograms = tomograms;
        this.context = context;
        this.table = document.table("particles");
        table.require(Labels.TOMO_NAME, Labels.OPTICS_GROUP, Labels.RANDOM_SUBSET);
        this.coordinates = coordinates();
        this.coordinate = triple(coordinates.labels()).orElseThrow();
        this.origins = triple(Labels.ORIGINS);
        this.subtomogram = triple(SUBTOMOGRAM);
        this.angles = triple(ANGLES);
        this.visibleFrames = table.find(Labels.TOMO_VISIBLE_FRAMES);
    }

    private ParticleSet.Coordinates coordinates() {
        if (table.hasAll(Labels.CENTERED_COORDINATES)) {
            return ParticleSet.Coordinates.CENTRED;
        }
        boolean v5 = tomograms.version() == FileVersion.V5;
        if (!table.hasAll(Labels.COORDINATES)) {
            table.require(v5 ? Labels.CENTERED_COORDINATES : Labels.COORDINATES);
        }
        if (v5) {
            context.warn(document.file() + ": particles have no centred coordinates; their _rlnCoordinateX, Y, Z are "
                    + "taken as px of the unbinned tomogram, counted from 0 as RELION 5 does");
            return ParticleSet.Coordinates.V5_PIXELS;
        }
        return ParticleSet.Coordinates.V4_PIXELS;
    }

    /** Returns three columns, nothing if all are missing. */
    private Optional<List<StarColumn>> triple(List<String> labels) {
        if (labels.stream().noneMatch(table::has)) {
            return Optional.empty();
        }
        table.require(labels);
        return Optional.of(labels.stream().map(table::column).toList());
    }

    ParticleSet read() {
        if (table.rows() == 0) {
            throw new InputException(
                    document.file() + ": block data_particles has no rows, expected a particle per row");
        }
        Map<Integer, OpticsGroup> optics = new OpticsReader(document, table, tomograms).read();
        List<String> names = names();
        List<Particle> particles = new ArrayList<>();
        List<Vec3> positions = new ArrayList<>();
        TreeSet<String> unknown = new TreeSet<>();
        int unknownCount = 0;
        int problemsBefore = context.problems().count();
        StarColumn tomogram = table.column(Labels.TOMO_NAME);
        for (int row = 0; row < table.rows(); row++) {
            String tomogramName = tomogram.text(row);
            Optional<TiltSeries> series = tomograms.find(tomogramName);
            if (series.isEmpty() && !tomograms.isUnreadable(tomogramName)) {
                unknown.add(tomogramName);
                unknownCount++;
                continue;
            }
            int r = row;
            context.problems().attempt(() -> {
                Particle particle = particle(r, names.get(r), tomogramName, optics, series);
                series.ifPresent(s -> {
                    positions.add(position(r, s));
                    particles.add(particle);
                });
            });
            if (context.problems().count() - problemsBefore >= Problems.ENOUGH_ROWS) {
                context.problems().add(document.file() + ": further rows not checked");
                break;
            }
        }
        if (unknownCount > 0) {
            context.warn(document.file() + ": " + unknownCount + " particles of tomograms that are not in "
                    + tomograms.file() + " (" + shortList(unknown) + ") are passed on unchanged");
        }
        warnOfOneHalfSet(particles);
        return new ParticleSet(document, coordinates, names, particles, positions, optics);
    }

    private void warnOfOneHalfSet(List<Particle> particles) {
        long first = particles.stream().filter(particle -> particle.halfSet() == 1).count();
        if (particles.size() > 1 && (first == 0 || first == particles.size())) {
            context.warn(document.file() + ": all " + particles.size() + " particles are in half set "
                    + (first > 0 ? 1 : 2) + ", so that the other half map is not used");
        }
    }

    private static String shortList(TreeSet<String> names) {
        return String.join(", ", names.stream().limit(5).toList()) + (names.size() > 5 ? ", ..." : "");
    }

    /** Names by row; without a column of names, the tomogram's name and the number within it. */
    private List<String> names() {
        List<String> names = new ArrayList<>(table.rows());
        Map<String, Integer> counts = new HashMap<>();
        Optional<StarColumn> column = table.find(Labels.TOMO_PARTICLE_NAME);
        Map<String, Integer> firstRows = HashMap.newHashMap(table.rows());
        int problemsBefore = context.problems().count();
        for (int row = 0; row < table.rows(); row++) {
            String tomogram = table.column(Labels.TOMO_NAME).text(row);
            String name = column.isPresent() ? column.get().text(row) : tomogram + "/" + counts.merge(tomogram, 1,
                    Integer::sum);
            names.add(name);
            if (name.isEmpty() && context.problems().count() - problemsBefore < Problems.ENOUGH_ROWS) {
                context.problems().add(table.place(row, Labels.TOMO_PARTICLE_NAME) + ": found a blank, expected a name");
                continue;
            }
            Integer first = firstRows.putIfAbsent(name, row);
            if (first != null && context.problems().count() - problemsBefore < Problems.ENOUGH_ROWS) {
                context.problems().add(table.place(row, Labels.TOMO_PARTICLE_NAME) + ": found '" + name + "' as in row "
                        + (first + 1) + ", expected every particle name once");
            }
        }
        return names;
    }

    private Particle particle(
            int row, String name, String tomogram, Map<Integer, OpticsGroup> optics, Optional<TiltSeries> series) {
        StarColumn halfSets = table.column(Labels.RANDOM_SUBSET);
        int halfSet = halfSets.integer(row);
        if (halfSet != 1 && halfSet != 2) {
            throw halfSets.expected(row, "a half set, 1 or 2");
        }
        StarColumn groups = table.column(Labels.OPTICS_GROUP);
        int group = groups.integer(row);
        if (!optics.containsKey(group)) {
            throw groups.expected(row, "an optics group of the same file: "
                    + new TreeSet<>(optics.keySet()));
        }
        Mat3 inner = subtomogram.map(c -> matrix(c, row)).orElse(Mat3.IDENTITY);
        Mat3 orientation = inner.times(angles.map(c -> matrix(c, row)).orElse(Mat3.IDENTITY));
        return new Particle(row, name, tomogram, orientation, halfSet, group,
                series.map(s -> excluded(row, s)).orElse(Set.of()));
    }

    /** Returns the images, by row of their file, that the particle's list of visible frames leaves out. */
    private Set<Integer> excluded(int row, TiltSeries series) {
        if (visibleFrames.isEmpty()) {
            return Set.of();
        }
        StarColumn column = visibleFrames.get();
        VisibleFrames frames = listed.computeIfAbsent(column.text(row), text -> VisibleFrames.of(column.vector(row)));
        if (frames.count() != series.images().size()) {
            throw column.expected(row, "a number per image of " + series.name() + ", which has "
                    + series.images().size());
        }
        return frames.excluded();
    }

    /** The images of a tilt series, and by row of its table those that are left out. */
    private record VisibleFrames(int count, Set<Integer> excluded) {
        static VisibleFrames of(double[] frames) {
            return new VisibleFrames(frames.length, IntStream.range(0, frames.length).filter(f -> frames[f] == 0).boxed()
                    .collect(Collectors.toUnmodifiableSet()));
        }
    }

    /** Returns the position that coordinate and origin offset mean, px. */
    private Vec3 position(int row, TiltSeries series) {
        Mat3 inner = subtomogram.map(c -> matrix(c, row)).orElse(Mat3.IDENTITY);
        Vec3 origin = origins.map(c -> vector(c, row)).orElse(Vec3.ZERO);
        return coordinates.position(vector(coordinate, row), series)
                .minus(inner.times(origin).times(1 / series.pixelSize()));
    }

    private static Mat3 matrix(List<StarColumn> columns, int row) {
        Vec3 v = vector(columns, row);
        return new EulerAngles(v.x(), v.y(), v.z()).toMatrix();
    }

    private static Vec3 vector(List<StarColumn> columns, int row) {
        return new Vec3(columns.get(0).number(row), columns.get(1).number(row), columns.get(2).number(row));
    }
}
