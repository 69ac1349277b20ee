package org.tomoalign.project;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.files.FileNames;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.star.RelionNumbers;
import org.tomoalign.star.StarBlock;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.star.StarWriter;
import org.tomoalign.tomogram.Deformation;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;
import org.tomoalign.tomogram.Trajectories;

/**
 * RELION's own temporary files of finished tomograms, {@code NAME_positions.star}, {@code _motion.star},
 * {@code _deformations.star} and {@code _projections.star}: one row per particle, in the order of the particle set, or per
 * tilt image, in that of its table. Programs that watch a job read them; a job that continues takes a tomogram as finished
 * if its projections are there, which therefore are written last.
 *
 * @param version whose columns are written; those of both are read
 * @param temp    the folder
 */
public record RelionTemporaries(FileVersion version, Path temp) {
    private Path file(Tomogram tomogram, String kind) {
        return temp.resolve(FileNames.safe(tomogram.name()) + "_" + kind + ".star");
    }

    /**
     * Writes the files of a tomogram.
     *
     * @param geometry refined
     * @param refined  what is new in it besides the projections
     */
    public void write(Tomogram tomogram, Geometry geometry, Set<Refined> refined) {
        TiltSeries series = tomogram.series();
        AtomicFile.write(file(tomogram, "positions"), out -> {
            StarWriter writer = writer(out);
            boolean centred = version == FileVersion.V5;
            writer.loop("", centred ? Labels.CENTERED_COORDINATES : Labels.COORDINATES);
            ParticleSet.Coordinates kind =
                    centred ? ParticleSet.Coordinates.CENTRED : ParticleSet.Coordinates.V4_PIXELS;
            for (Vec3 position : geometry.positions()) {
                Vec3 v = kind.coordinate(position, series);
                writer.cell(v.x()).cell(v.y()).cell(v.z()).endRow();
            }
            writer.endTable();
        });
        if (refined.contains(Refined.MOTION)) {
            TrajectorySet set = new TrajectorySet();
            set.put(series, tomogram.particles(), geometry.trajectories());
            AtomicFile.write(file(tomogram, "motion"), out -> set.write(out, version));
        }
        if (refined.contains(Refined.DEFORMATIONS)) {
            AtomicFile.write(file(tomogram, "deformations"), out -> {
                StarWriter writer = writer(out);
                writer.loop("", List.of(Labels.TOMO_DEFORMATION_COEFFICIENTS));
                for (int image : inFileOrder(series)) {
                    writer.cell(geometry.deformation().coefficients().get(image)).endRow();
                }
                writer.endTable();
            });
        }
        AtomicFile.write(file(tomogram, "projections"), out -> writeProjections(writer(out), series, geometry));
    }

    private StarWriter writer(OutputStream out) {
        return new StarWriter(out, version.starVersion());
    }

    /** Returns chronological images in the order of the rows of their table. */
    private static int[] inFileOrder(TiltSeries series) {
        return IntStream.range(0, series.images().size()).boxed()
                .sorted(Comparator.comparingInt(t -> series.images().get(t).row())).mapToInt(Integer::intValue).toArray();
    }

    private void writeProjections(StarWriter writer, TiltSeries series, Geometry geometry) throws IOException {
        boolean angles = version == FileVersion.V5
                && geometry.projections().stream().allMatch(ProjectionColumns.AngleColumns::isRotation);
        List<String> labels = new ArrayList<>();
        if (angles) {
            labels.add(ProjectionColumns.AngleColumns.X_TILT);
        }
        labels.addAll(List.of(angles ? ProjectionColumns.AngleColumns.REQUIRED : ProjectionColumns.MatrixColumns.ROWS));
        writer.loop("", labels);
        for (int image : inFileOrder(series)) {
            Projection projection = geometry.projections().get(image);
            if (angles) {
                writeAngles(writer, series, projection);
            } else {
                Mat3 m = projection.linear();
                Vec3 t = projection.shift();
                writer.cell(new double[] {m.m00(), m.m01(), m.m02(), t.x()})
                        .cell(new double[] {m.m10(), m.m11(), m.m12(), t.y()})
                        .cell(new double[] {m.m20(), m.m21(), m.m22(), t.z()}).cell(new double[] {0, 0, 0, 1});
            }
            writer.endRow();
        }
        writer.endTable();
    }

    private static void writeAngles(StarWriter writer, TiltSeries series, Projection projection) {
        ProjectionColumns.Centres centres = centres(series);
        TiltAngles angles = TiltAngles.of(projection, centres.tomogram(), centres.image());
        for (double value : new double[] {angles.xTilt(), angles.yTilt(), angles.zRot(),
            angles.xShift() * series.pixelSize(), angles.yShift() * series.pixelSize()}) {
            writer.cell(RelionNumbers.precise(value));
        }
    }

    private static ProjectionColumns.Centres centres(TiltSeries series) {
        return ProjectionColumns.Centres.of(series.size(), series.imageWidth(), series.imageHeight());
    }

    /** Returns whether the files say that a tomogram is finished. */
    public boolean arePresent(Tomogram tomogram) {
        return Files.isRegularFile(file(tomogram, "projections"));
    }

    /**
     * Reads the files of a finished tomogram.
     *
     * @param tomogram   as it was before
     * @param refined    what was refined besides the projections
     * @param deformation without coefficients: model and grid of refined deformations
     * @return the refined geometry
     * @throws InputException if a file is missing or does not fit the tomogram
     */
    public Geometry read(Tomogram tomogram, Set<Refined> refined, Optional<Deformation> deformation) {
        TiltSeries series = tomogram.series();
        Geometry given = tomogram.geometry();
        StarTable table = table(file(tomogram, "projections"), series.images().size(), "tilt images");
        ProjectionColumns columns = ProjectionColumns.of(table, centres(series), series.pixelSize());
        List<Projection> projections = series.images().stream().map(image -> columns.read(image.row())).toList();
        Geometry read = given.withProjections(projections);
        if (refined.contains(Refined.POSITIONS)) {
            read = new Geometry(read.projections(), positions(tomogram), read.trajectories(), read.deformation());
        }
        if (refined.contains(Refined.MOTION)) {
            read = new Geometry(read.projections(), read.positions(), motion(tomogram), read.deformation());
        }
        if (refined.contains(Refined.DEFORMATIONS)) {
            Deformation model = deformation.orElseThrow();
            StarColumn column = table(file(tomogram, "deformations"), series.images().size(), "tilt images")
                    .column(Labels.TOMO_DEFORMATION_COEFFICIENTS);
            int expected = model.field(series).coefficients();
            List<double[]> coefficients =
                    series.images().stream().map(image -> vector(column, image.row(), expected)).toList();
            read = read.withDeformation(
                    new Deformation(model.kind(), model.gridWidth(), model.gridHeight(), coefficients));
        }
        return read;
    }

    private static double[] vector(StarColumn column, int row, int length) {
        double[] values = column.vector(row);
        if (values.length != length) {
            throw column.expected(row, length + " numbers");
        }
        return values;
    }

    private static StarTable table(Path file, int rows, String what) {
        StarDocument document = StarDocument.read(file);
        if (document.blocks().isEmpty()) {
            throw new InputException(document.file() + ": no blocks, expected a table");
        }
        StarTable table = document.blocks().getFirst().table();
        if (table.rows() != rows) {
            throw new InputException(
                    document.file() + ": " + table.rows() + " rows, expected " + rows + ", the number of " + what);
        }
        return table;
    }

    private List<Vec3> positions(Tomogram tomogram) {
        StarTable table = table(file(tomogram, "positions"), tomogram.particles().size(), "particles");
        boolean centred = table.hasAll(Labels.CENTERED_COORDINATES);
        List<String> labels = centred ? Labels.CENTERED_COORDINATES : Labels.COORDINATES;
        table.require(labels);
        List<StarColumn> columns = labels.stream().map(table::column).toList();
        ParticleSet.Coordinates kind =
                centred ? ParticleSet.Coordinates.CENTRED : ParticleSet.Coordinates.V4_PIXELS;
        return IntStream.range(0, table.rows()).mapToObj(p -> kind.position(new Vec3(columns.get(0).number(p),
                columns.get(1).number(p), columns.get(2).number(p)), tomogram.series())).toList();
    }

    private Trajectories motion(Tomogram tomogram) {
        StarDocument document = StarDocument.read(file(tomogram, "motion"));
        List<StarBlock> blocks =
                document.blocks().stream().filter(block -> !block.name().equals("general")).toList();
        return TrajectorySet.inOrder(document.file(), blocks, tomogram);
    }
}
