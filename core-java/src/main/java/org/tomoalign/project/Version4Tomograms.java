package org.tomoalign.project;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.star.StarBlock;
import org.tomoalign.star.StarTable;
import org.tomoalign.star.StarWriter;
import org.tomoalign.tomogram.Geometry;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.TiltImage;

/** Turns a tomogram set of RELION 5 into one of RELION 4: all tables in one file, matrices in place of angles. */
final class Version4Tomograms implements TomogramOutput {
    private final TomogramSet set;

    Version4Tomograms(TomogramSet set) {
        this.set = set;
    }

    /**
     * Returns the stack that holds the images of a tilt series, as RELION 4 needs it: in the order of the table, from
     * the first slice on.
     *
     * @return the stack as the files name it; nothing if there is none
     */
    static Optional<String> stack(TomogramSet.Entry entry, StarTable global) {
        if (global.has(Labels.TOMO_TILT_SERIES_NAME)) {
            return Optional.of(global.column(Labels.TOMO_TILT_SERIES_NAME).text(entry.row()));
        }
        List<ImageSource> sources = entry.series().images().stream()
                .sorted(Comparator.comparingInt(TiltImage::row)).map(TiltImage::source).toList();
        String first = entry.images().column(Labels.MICROGRAPH_NAME).text(0);
        for (int f = 0; f < sources.size(); f++) {
            if (sources.get(f).slice() != f || !sources.get(f).file().equals(sources.getFirst().file())) {
                return Optional.empty();
            }
        }
        return Optional.of(first.substring(first.indexOf('@') + 1));
    }

    @Override
    public List<Path> seriesTargets() {
        return List.of();
    }

    @Override
    public void write(Map<String, Geometry> refined, boolean deformations, Path target) {
        TomogramSet copy = set.copy();
        new DeformationWriter(copy).write(deformations ? refined : Map.of());
        StarTable global = copy.globalTable();
        for (TomogramSet.Entry entry : copy.entries()) {
            writeMatrices(entry, TomogramOutput.projections(entry, refined));
        }
        List<String> stacks = copy.entries().stream().map(entry -> stack(entry, global).orElseThrow()).toList();
        for (int i = 0; i < stacks.size(); i++) {
            TomogramSet.Entry entry = copy.entries().get(i);
            global.columnOrNew(Labels.TOMO_TILT_SERIES_NAME).setText(entry.row(), stacks.get(i));
            global.columnOrNew(Labels.TOMO_FRAME_COUNT).set(entry.row(), entry.series().images().size());
        }
        global.remove(Labels.TOMO_TILT_SERIES_STAR_FILE);
        AtomicFile.write(target, out -> writeSet(copy, out));
    }

    /** RELION 4 expects the tables of the images right after the global one, in the order of its rows. */
    private static void writeSet(TomogramSet set, OutputStream out) throws IOException {
        StarWriter writer = new StarWriter(out, FileVersion.V4.starVersion());
        List<StarTable> done = new ArrayList<>(List.of(set.globalTable()));
        writer.copy(set.globalTable(), "global");
        for (TomogramSet.Entry entry : set.entries()) {
            writer.copy(entry.images(), entry.series().name());
            done.add(entry.images());
        }
        for (StarBlock block : set.document().blocks()) {
            for (StarTable table : block.tables()) {
                if (!done.contains(table)) {
                    writer.copy(table, block.name());
                }
            }
        }
    }

    private static void writeMatrices(TomogramSet.Entry entry, List<Projection> projections) {
        StarTable table = entry.images();
        table.remove(ProjectionColumns.AngleColumns.X_TILT);
        Stream.of(ProjectionColumns.AngleColumns.REQUIRED).forEach(table::remove);
        String[] rows = ProjectionColumns.MatrixColumns.ROWS;
        for (int image = 0; image < projections.size(); image++) {
            int f = TomogramOutput.row(entry, image);
            Mat3 m = projections.get(image).linear();
            Vec3 t = projections.get(image).shift();
            table.columnOrNew(rows[0]).set(f, new double[] {m.m00(), m.m01(), m.m02(), t.x()});
            table.columnOrNew(rows[1]).set(f, new double[] {m.m10(), m.m11(), m.m12(), t.y()});
            table.columnOrNew(rows[2]).set(f, new double[] {m.m20(), m.m21(), m.m22(), t.z()});
            table.columnOrNew(rows[3]).set(f, new double[] {0, 0, 0, 1});
        }
    }
}
