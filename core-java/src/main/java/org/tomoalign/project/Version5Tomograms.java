package org.tomoalign.project;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.files.FileNames;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.star.RelionNumbers;
import org.tomoalign.star.StarBlock;
import org.tomoalign.star.StarTable;
import org.tomoalign.star.StarWriter;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.TiltSeries;

/**
 * Turns a tomogram set of RELION 4 into one of RELION 5: a file per tilt series, angles and shifts in place of matrices.
 * The images stay in one stack per tilt series, which RELION 5 reads as well.
 */
final class Version5Tomograms implements TomogramOutput {
    private static final String X_SHIFT = ProjectionColumns.AngleColumns.REQUIRED[2];
    private static final String Y_SHIFT = ProjectionColumns.AngleColumns.REQUIRED[3];
    private static final String Y_TILT = ProjectionColumns.AngleColumns.REQUIRED[0];
    private static final String Z_ROT = ProjectionColumns.AngleColumns.REQUIRED[1];

    private final TomogramSet set;
    private final OutputFolder output;
    /** Names below the output folder, in the order of the entries. */
    private final List<String> files;

    Version5Tomograms(TomogramSet set, OutputFolder output) {
        this.set = set;
        this.output = output;
        this.files = set.entries().stream()
                .map(entry -> TomogramWriter.SERIES_FOLDER + FileNames.safe(entry.series().name()) + ".star").toList();
    }

    @Override
    public List<Path> seriesTargets() {
        return files.stream().map(output::file).toList();
    }

    @Override
    public void write(Map<String, Geometry> refined, boolean deformations, Path target) {
        TomogramSet copy = set.copy();
        new DeformationWriter(copy).write(deformations ? refined : Map.of());
        StarTable global = copy.globalTable();
        List<TomogramSet.Entry> entries = copy.entries();
        for (int i = 0; i < entries.size(); i++) {
            TomogramSet.Entry entry = entries.get(i);
            writeAngles(entry, TomogramOutput.projections(entry, refined));
            global.columnOrNew(Labels.TOMO_TILT_SERIES_STAR_FILE).setText(entry.row(), output.entry(files.get(i)));
            // RELION 5 takes the number of images of a stack from here.
            global.columnOrNew(Labels.TOMO_FRAME_COUNT).set(entry.row(), entry.series().images().size());
            AtomicFile.write(output.file(files.get(i)),
                    out -> writer(out).copy(entry.images(), entry.series().name()));
        }
        AtomicFile.write(target, out -> writeSet(copy, out));
    }

    private static void writeSet(TomogramSet set, OutputStream out) throws IOException {
        StarWriter writer = writer(out);
        List<StarTable> moved = set.entries().stream().map(TomogramSet.Entry::images).toList();
        for (StarBlock block : set.document().blocks()) {
            for (StarTable table : block.tables()) {
                if (!moved.contains(table)) {
                    writer.copy(table, block.name());
                }
            }
        }
    }

    private static StarWriter writer(OutputStream out) {
        return new StarWriter(out, FileVersion.V5.starVersion());
    }

    /** With all digits that matter: six decimals of a degree would move the edge of an image. */
    private static void writeAngles(TomogramSet.Entry entry, List<Projection> projections) {
        TiltSeries series = entry.series();
        StarTable table = entry.images();
        Stream.of(ProjectionColumns.MatrixColumns.ROWS).forEach(table::remove);
        var centres = ProjectionColumns.Centres.of(series.size(), series.imageWidth(), series.imageHeight());
        for (int t = 0; t < projections.size(); t++) {
            int f = TomogramOutput.row(entry, t);
            TiltAngles angles = TiltAngles.of(projections.get(t), centres.tomogram(), centres.image());
            set(table, ProjectionColumns.AngleColumns.X_TILT, f, angles.xTilt());
            set(table, Y_TILT, f, angles.yTilt());
            set(table, Z_ROT, f, angles.zRot());
            set(table, X_SHIFT, f, angles.xShift() * series.pixelSize());
            set(table, Y_SHIFT, f, angles.yShift() * series.pixelSize());
        }
    }

    private static void set(StarTable table, String label, int row, double value) {
        table.columnOrNew(label).setText(row, RelionNumbers.precise(value));
    }
}
