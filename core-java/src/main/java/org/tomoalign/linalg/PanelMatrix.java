package org.tomoalign.linalg;

import java.util.concurrent.ForkJoinPool;
import org.tomoalign.kernels.MatrixKernels;
import org.tomoalign.parallel.Workers;

/**
 * A dense matrix as right factor of products: {@code depth x columns}, in panels as {@link MatrixKernels} wants them.
 * Products run on a pool in pieces of fixed size, each computed whole by one thread, so they do not depend on it.
 */
public final class PanelMatrix {
    /* Rows of a product in one piece of work. */
    private static final int ROWS = 48;
    /* Depth worked at a time: that much of a panel stays in the first-level cache. */
    private static final int DEPTH = 96;
    /* Columns worked at a time: their sums and panels, to that depth, stay in the second-level cache. */
    private static final int COLUMNS = 256;

    private final MatrixKernels kernels;
    private final int width;
    private final int depth;
    private final int columns;
    private final double[] values;

    public PanelMatrix(MatrixKernels kernels, int depth, int columns) {
        this.kernels = kernels;
        this.depth = depth;
        this.columns = columns;
        width = kernels.panelWidth();
        values = new double[Math.multiplyExact((columns + width - 1) / width * width, depth)];
    }

    /** Returns where element (k, j) is in {@link #values}. */
    public int index(int k, int j) {
        return (j / width * depth + k) * width + j % width;
    }

    public double[] values() {
        return values;
    }

    /** Copies one row, from consecutive elements. */
    public void setRow(int k, double[] source, int from) {
        for (int j = 0; j < columns; j += width) {
            System.arraycopy(source, from + j, values, (j / width * depth + k) * width, Math.min(width, columns - j));
        }
    }

    /** Copies the whole matrix, stored row by row. */
    public PanelMatrix set(double[] source, int from, int rowStep) {
        for (int k = 0; k < depth; k++) {
            setRow(k, source, from + k * rowStep);
        }
        return this;
    }

    /**
     * The left factor of a product.
     *
     * @param values    element (i, k) at {@code i rowStep + k depthStep}
     * @param rows      number of rows
     * @param rowStep   see values
     * @param depthStep see values
     * @param shape     where it is not zero
     */
    public record Left(double[] values, int rows, int rowStep, int depthStep, Shape shape) {
        /** Where a left factor may differ from zero. */
        public enum Shape {
            /** Everywhere. */
            FULL,
            /** At {@code k <= i}. */
            LOWER,
            /** At k >= i. */
            UPPER
        }

        /** A matrix stored row by row. */
        public static Left rowMajor(double[] values, int rows, int depth) {
            return new Left(values, rows, depth, 1, Shape.FULL);
        }

        /** The transpose of a matrix stored row by row. */
        public static Left transposed(double[] values, int rowsStored, int columnsStored) {
            return new Left(values, columnsStored, 1, columnsStored, Shape.FULL);
        }
    }

    /** Adds the product of {@code a} and this matrix to c, stored row by row. */
    public void multiplyAdd(Left a, double[] c, int cFrom, int cRowStep, ForkJoinPool pool) {
        Workers.run(pool, pieces(a.rows()), piece ->
                multiplyAdd(a, piece, c, cFrom + piece * ROWS * cRowStep, cRowStep));
    }

    /** Returns the number of pieces in which a product with that many rows is computed. */
    public static int pieces(int rows) {
        return (rows + ROWS - 1) / ROWS;
    }

    /** Returns the first row of a piece. */
    public static int firstRow(int piece) {
        return piece * ROWS;
    }

    /** Adds the rows of one piece of the product; the first of them goes to {@code cFrom}. */
    public void multiplyAdd(Left a, int piece, double[] c, int cFrom, int cRowStep) {
        int group = Math.max(width, COLUMNS);
        for (int j = 0; j < columns; j += group) {
            multiplyAdd(a, piece, j, Math.min(columns, j + group), c, cFrom, cRowStep);
        }
    }

    /** Some columns of a piece: a block of the left factor stays in the cache while all their panels are worked on. */
    private void multiplyAdd(Left a, int piece, int fromColumn, int toColumn, double[] c, int cFrom, int cRowStep) {
        int first = firstRow(piece);
        int rows = Math.min(ROWS, a.rows() - first);
        int begin = a.shape() == Left.Shape.UPPER ? first : 0;
        int end = a.shape() == Left.Shape.LOWER ? Math.min(depth, first + rows) : depth;
        double[] sums = new double[rows * ((toColumn - fromColumn + width - 1) / width) * width];
        for (int k = begin; k < end; k += DEPTH) {
            for (int j = fromColumn; j < toColumn; j += width) {
                kernels.multiplyAdd(rows, Math.min(DEPTH, end - k), a.values(),
                        first * a.rowStep() + k * a.depthStep(), a.rowStep(), a.depthStep(), values, index(k, j), sums,
                        rows * (j - fromColumn));
            }
        }
        for (int j = fromColumn; j < toColumn; j += width) {
            int used = Math.min(width, toColumn - j);
            for (int i = 0; i < rows; i++) {
                int from = rows * (j - fromColumn) + i * width;
                for (int column = 0; column < used; column++) {
                    c[cFrom + i * cRowStep + j + column] += sums[from + column];
                }
            }
        }
    }
}
