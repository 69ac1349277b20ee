package org.tomoalign.fftw;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * Some rows of the real image of a half spectrum whose columns kx &gt;= columns are zero, unnormalised. The columns are
 * transformed, a few at a time, into a workspace where they are contiguous, then only the rows asked for, by way of
 * {@link EvenOddRows}. The plans depend on the size alone, so that one object serves every number of columns and every
 * window. See {@link PrunedLayout} for the data.
 *
 * <p>The rows are contiguous. For a window around the origin, which wraps, multiply the spectrum by {@code (-1)^(kx + ky)},
 * which costs nothing as part of a weight: this moves the origin to (size/2, size/2).
 *
 * <p>Any number of threads may execute one object at once on different data; close it only when none does.
 */
public final class PrunedInverse2d implements AutoCloseable {
    private static final int BLOCK = PrunedLayout.BLOCK;

    private final PrunedLayout layout;
    private final EvenOddRows evenOdd;
    private final long columnBytes;
    private final Plans plans;
    private final Plan eightColumns;
    private final Plan twoColumns;
    private final Plan eightRows;
    private final Plan twoRows;
    private final Plan oneRow;

    /** @throws IllegalArgumentException if the size is odd or less than 2 */
    public PrunedInverse2d(Fftw fftw, int size) {
        layout = new PrunedLayout(size);
        evenOdd = new EvenOddRows(size);
        columnBytes = layout.columnStride() * 8L;
        plans = new Plans(transforms(layout), fftw.planner()::plan);
        eightColumns = plans.get(0);
        twoColumns = plans.get(1);
        eightRows = plans.get(2);
        twoRows = plans.get(3);
        oneRow = plans.get(4);
    }

    static List<Transform> transforms(PrunedLayout layout) {
        return List.of(columns(layout, BLOCK), columns(layout, 2), rows(layout, BLOCK), rows(layout, 2),
                rows(layout, 1));
    }

    private static Transform columns(PrunedLayout layout, int count) {
        return Transform.rows(Transform.Kind.INVERSE, layout.size(), layout.spectrumRowStride(), 1, count, 1,
                layout.columnStride());
    }

    private static Transform rows(PrunedLayout layout, int count) {
        return Transform.rows(Transform.Kind.INVERSE, layout.size() / 2, layout.columnStride(), 1, count, 1,
                layout.imageRowStride() / 2);
    }

    /** Returns how images, spectra and workspaces are laid out. */
    public PrunedLayout layout() {
        return layout;
    }

    /**
     * Computes the image rows firstRow..firstRow+rowCount-1. The spectrum stays as it is; its values at
     * kx &gt;= columns do not matter. As usual with real transforms, of the values that must be real for the image to be
     * so (kx = 0 and kx = size/2 after the transform of the columns) the imaginary part is ignored.
     *
     * @param columns   1..size/2+1
     * @param firstRow  0..size-rowCount
     * @param rowCount  1..size
     * @param workspace {@link PrunedLayout#workspaceBytes} bytes, overwritten
     * @param image     rowCount rows, {@link PrunedLayout#imageRowStride} floats apart
     * @throws IllegalArgumentException if a segment is not native, misaligned or too small
     * @throws IllegalStateException    if this object is closed
     */
    public void execute(
            MemorySegment spectrum, int columns, int firstRow, int rowCount, MemorySegment workspace,
            MemorySegment image) {
        AlignedSegments.check(spectrum, layout.spectrumBytes(), "spectrum");
        AlignedSegments.check(workspace, layout.workspaceBytes(), "workspace");
        AlignedSegments.check(image, layout.imageBytes(rowCount), "image");
        layout.checkColumns(columns);
        layout.checkRows(firstRow, rowCount);
        int blocked = columns - columns % BLOCK;
        for (int x = 0; x < blocked; x += BLOCK) {
            transformColumns(eightColumns, spectrum, workspace, x);
        }
        for (int x = blocked; x < columns; x += 2) {
            transformColumns(twoColumns, spectrum, workspace, x);
        }
        evenOdd.combine(workspace, columnBytes, columns, firstRow, rowCount);
        blocked = rowCount - rowCount % BLOCK;
        for (int y = 0; y < blocked; y += BLOCK) {
            transformRows(eightRows, workspace, y, image);
        }
        for (int y = blocked; y + 1 < rowCount; y += 2) {
            transformRows(twoRows, workspace, y, image);
        }
        if (rowCount % 2 == 1) {
            transformRows(oneRow, workspace, rowCount - 1, image);
        }
    }

    private void transformColumns(Plan plan, MemorySegment spectrum, MemorySegment workspace, int x) {
        plan.complex(spectrum.asSlice(x * 8L), workspace.asSlice(x * columnBytes));
    }

    private void transformRows(Plan plan, MemorySegment workspace, int y, MemorySegment image) {
        plan.complex(workspace.asSlice(y * 8L), image.asSlice(layout.imageBytes(y)));
    }

    @Override
    public void close() {
        plans.close();
    }
}
