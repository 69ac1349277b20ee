package org.tomoalign.kernels;

/**
 * Products of dense matrices of doubles. The right factor comes in panels: {@link #panelWidth()} columns each, stored
 * row after row without gaps, so that the innermost loop reads memory in order; the last panel of a matrix is filled up
 * (its surplus columns are read but not used).
 */
public interface MatrixKernels {
    /** Returns the number of columns of a panel, a power of two of at least 4; always the same. */
    int panelWidth();

    /**
     * Computes {@code c += a panel} with a of {@code rows x depth}, the panel of depth rows and c of the same width.
     * Each element of c gets its terms one by one, in the order of the depth.
     *
     * @param a           element (i, k) at {@code aOffset + i aRowStep + k aDepthStep}: one of the steps is usually 1, and
     *                    exchanging them transposes the factor
     * @param aOffset     see a
     * @param aRowStep    see a
     * @param aDepthStep  see a
     * @param panel       element (k, j) at {@code panelOffset + k panelWidth() + j}
     * @param panelOffset see panel
     * @param c           element (i, j) at {@code cOffset + i panelWidth() + j}; overlaps neither factor
     * @param cOffset     see c
     * @throws IndexOutOfBoundsException if a matrix does not lie inside its array
     */
    void multiplyAdd(
            int rows, int depth, double[] a, int aOffset, int aRowStep, int aDepthStep, double[] panel,
            int panelOffset, double[] c, int cOffset);
}
