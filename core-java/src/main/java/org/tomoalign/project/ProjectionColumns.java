package org.tomoalign.project;

import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.TiltAngles;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.input.InputException;
import org.tomoalign.star.StarColumn;
import org.tomoalign.star.StarTable;

/** How the table of a tilt series stores the projections of its images. */
sealed interface ProjectionColumns {
    /** Returns the projection of an image. */
    Projection read(int row);

    /** Replaces the projection of an image. */
    void write(int row, Projection projection);

    /**
     * The centres that RELION 5.0.1 uses when it reads angles and shifts: half the sizes, rounded down.
     *
     * @param tomogram px
     * @param image    px, z is 0
     */
    record Centres(Vec3 tomogram, Vec3 image) {
        static Centres of(Vec3 tomogramSize, int imageWidth, int imageHeight) {
            return new Centres(
                    new Vec3(Math.floor(tomogramSize.x() / 2), Math.floor(tomogramSize.y() / 2),
                            Math.floor(tomogramSize.z() / 2)),
                    new Vec3(imageWidth / 2, imageHeight / 2, 0));
        }
    }

    /**
     * Finds out how a table stores its projections. Matrices go before angles, as in RELION 5; if a table has both,
     * both are written.
     *
     * @throws InputException if it has neither
     */
    static ProjectionColumns of(StarTable table, Centres centres, double pixelSize) {
        boolean angles = table.hasAll(AngleColumns.REQUIRED);
        if (table.hasAll(MatrixColumns.ROWS)) {
            MatrixColumns matrices = new MatrixColumns(table);
            return angles ? new BothColumns(matrices, new AngleColumns(table, centres, pixelSize)) : matrices;
        }
        if (!angles) {
            throw new InputException(table.file() + ": block data_" + table.blockName() + ": no projections, expected "
                    + "the columns _" + String.join(", _", MatrixColumns.ROWS) + " (RELION 4) or _"
                    + String.join(", _", AngleColumns.REQUIRED) + " (RELION 5)");
        }
        return new AngleColumns(table, centres, pixelSize);
    }

    /** Four rows of a 4x4 matrix. */
    final class MatrixColumns implements ProjectionColumns {
        static final String[] ROWS = {Labels.TOMO_PROJ_X, Labels.TOMO_PROJ_Y, Labels.TOMO_PROJ_Z, Labels.TOMO_PROJ_W};

        private final List<StarColumn> rows;

        MatrixColumns(StarTable table) {
            rows = Stream.of(ROWS).map(table::column).toList();
        }

        @Override
        public Projection read(int row) {
            double[] x = vector(0, row), y = vector(1, row), z = vector(2, row), w = vector(3, row);
            if (w[0] != 0 || w[1] != 0 || w[2] != 0 || w[3] != 1) {
                throw rows.get(3).expected(row, "[0,0,0,1]");
            }
            return new Projection(
                    new Mat3(x[0], x[1], x[2], y[0], y[1], y[2], z[0], z[1], z[2]), new Vec3(x[3], y[3], z[3]));
        }

        private double[] vector(int line, int row) {
            double[] values = rows.get(line).vector(row);
            if (values.length != 4) {
                throw rows.get(line).expected(row, "4 numbers");
            }
            return values;
        }

        @Override
        public void write(int row, Projection projection) {
            Mat3 m = projection.linear();
            Vec3 t = projection.shift();
            rows.get(0).set(row, new double[] {m.m00(), m.m01(), m.m02(), t.x()});
            rows.get(1).set(row, new double[] {m.m10(), m.m11(), m.m12(), t.y()});
            rows.get(2).set(row, new double[] {m.m20(), m.m21(), m.m22(), t.z()});
        }
    }

    /** Angles in degrees and shifts in Å; the x tilt may be absent, and is added when it is written. */
    final class AngleColumns implements ProjectionColumns {
        static final String[] REQUIRED =
                {Labels.TOMO_Y_TILT, Labels.TOMO_Z_ROT, Labels.TOMO_X_SHIFT_ANGST, Labels.TOMO_Y_SHIFT_ANGST};
        static final String X_TILT = Labels.TOMO_X_TILT;
        /**
         * Beyond this, the linear part is no rotation and angles cannot say it. Elements that some program rounded to
         * six decimals still pass.
         */
        private static final double ROTATION_TOLERANCE = 1e-5;

        private final StarTable table;
        private final Centres centres;
        private final double pixelSize;

        AngleColumns(StarTable table, Centres centres, double pixelSize) {
            this.table = table;
            this.centres = centres;
            this.pixelSize = pixelSize;
        }

        @Override
        public Projection read(int row) {
            OptionalDouble xTilt = table.find(X_TILT).stream().mapToDouble(c -> c.number(row)).findFirst();
            TiltAngles angles = new TiltAngles(xTilt.orElse(0), value(0, row), value(1, row),
                    value(2, row) / pixelSize, value(3, row) / pixelSize);
            return angles.toProjection(centres.tomogram, centres.image);
        }

        private double value(int column, int row) {
            return table.column(REQUIRED[column]).number(row);
        }

        @Override
        public void write(int row, Projection projection) {
            TiltAngles angles = TiltAngles.of(projection, centres.tomogram, centres.image);
            if (!isRotation(projection)) {
                throw new IllegalArgumentException(table.place(row, REQUIRED[0])
                        + ": angles cannot describe a projection that is not a rotation");
            }
            table.columnOrNew(X_TILT).set(row, angles.xTilt());
            table.column(REQUIRED[0]).set(row, angles.yTilt());
            table.column(REQUIRED[1]).set(row, angles.zRot());
            table.column(REQUIRED[2]).set(row, angles.xShift() * pixelSize);
            table.column(REQUIRED[3]).set(row, angles.yShift() * pixelSize);
        }

        /** Returns whether angles and shifts can describe a projection. */
        static boolean isRotation(Projection projection) {
            TiltAngles angles = TiltAngles.of(projection, Vec3.ZERO, Vec3.ZERO);
            Mat3 back = angles.toProjection(Vec3.ZERO, Vec3.ZERO).linear();
            return distance(back, projection.linear()) <= ROTATION_TOLERANCE;
        }

        private static double distance(Mat3 a, Mat3 b) {
            double[] d = {
                a.m00() - b.m00(), a.m01() - b.m01(), a.m02() - b.m02(), a.m10() - b.m10(), a.m11() - b.m11(),
                a.m12() - b.m12(), a.m20() - b.m20(), a.m21() - b.m21(), a.m22() - b.m22()};
            double largest = 0;
            for (double value : d) {
                largest = Math.max(largest, Math.abs(value));
            }
            return largest;
        }
    }

    /** Matrices, which are read, and angles beside them. */
    record BothColumns(MatrixColumns matrices, AngleColumns angles) implements ProjectionColumns {
        @Override
        public Projection read(int row) {
            return matrices.read(row);
        }

        @Override
        public void write(int row, Projection projection) {
            matrices.write(row, projection);
            angles.write(row, projection);
        }
    }
}
