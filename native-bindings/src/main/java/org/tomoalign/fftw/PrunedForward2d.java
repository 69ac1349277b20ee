package org.tomoalign.fftw;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * The low frequencies of boxes: the columns kx = 0..columns-1 of the spectrum of a real image, unnormalised. All rows are
 * transformed, a few at a time, by way of {@link EvenOddRows}; then the columns asked for in place, a few at a time. The
 * plans depend on the size alone, so that one object serves every number of columns. See {@link PrunedLayout} for the
 * data. Any number of threads may execute one object at once on different data; close it only when none does.
 */
public final class PrunedForward2d implements AutoCloseable {
    private static final int BLOCK = PrunedLayout.BLOCK;

    private final PrunedLayout layout;
    private final EvenOddRows evenOdd;
    private final Plans plans;
    private final Plan eightRows;
    private final Plan twoRows;
    private final Plan eightColumns;
    private final Plan twoColumns;

    /** @throws IllegalArgumentException if the size is odd or less than 2 */
    public PrunedForward2d(Fftw fftw, int size) {
        layout = new PrunedLayout(size);
        evenOdd = new EvenOddRows(size);
        plans = new Plans(transforms(layout), fftw.planner()::plan);
        eightRows = plans.get(0);
        twoRows = plans.get(1);
        eightColumns = plans.get(2);
        twoColumns = plans.get(3);
    }

    static List<Transform> transforms(PrunedLayout layout) {
        return List.of(rows(layout, BLOCK), rows(layout, 2), columns(layout, BLOCK), columns(layout, 2));
    }

    private static Transform rows(PrunedLayout layout, int count) {
        return Transform.rows(Transform.Kind.FORWARD, layout.size() / 2, 1, 1, count, layout.imageRowStride() / 2,
                layout.scratchRowStride());
    }

    private static Transform columns(PrunedLayout layout, int count) {
        int stride = layout.spectrumRowStride();
        return Transform.rows(Transform.Kind.FORWARD, layout.size(), stride, stride, count, 1, 1).overwriting();
    }

    /** Returns how images, spectra and workspaces are laid out. */
    public PrunedLayout layout() {
        return layout;
    }

    /**
     * Transforms an image, which stays as it is. Of the spectrum, the values at kx &gt;= columns are not defined.
     *
     * @param workspace {@link PrunedLayout#workspaceBytes} bytes, overwritten
     * @param columns   1..size/2+1
     * @throws IllegalArgumentException if a segment is not native, misaligned or too small
     * @throws IllegalStateException    if this object is closed
     */
    public void execute(MemorySegment image, MemorySegment spectrum, int columns, MemorySegment workspace) {
        rows(image, layout.size(), spectrum, columns, workspace);
        columns(spectrum, columns);
    }

    /**
     * Transforms rows of an image, the first part of {@link #execute}: boxes that overlap can share it.
     *
     * @param rows even number of rows of the image, which are written to as many rows of the spectrum
     */
    public void rows(MemorySegment image, int rows, MemorySegment spectrum, int columns, MemorySegment workspace) {
        AlignedSegments.check(image, layout.imageBytes(rows), "image");
        AlignedSegments.check(spectrum, layout.spectrumBytes(rows), "spectrum");
        AlignedSegments.check(workspace, layout.workspaceBytes(), "workspace");
        layout.checkColumns(columns);
        if (rows % 2 != 0) {
            throw new IllegalArgumentException("An even number of rows is transformed, not " + rows);
        }
        int blocked = rows - rows % BLOCK;
        for (int y = 0; y < blocked; y += BLOCK) {
            transformRows(eightRows, BLOCK, y, image, spectrum, columns, workspace);
        }
        for (int y = blocked; y < rows; y += 2) {
            transformRows(twoRows, 2, y, image, spectrum, columns, workspace);
        }
    }

    /** Transforms columns in place, the second part of {@link #execute}: size values each, wherever they come from. */
    public void columns(MemorySegment spectrum, int columns) {
        AlignedSegments.check(spectrum, layout.spectrumBytes(), "spectrum");
        layout.checkColumns(columns);
        int blocked = columns - columns % BLOCK;
        for (int x = 0; x < blocked; x += BLOCK) {
            transformColumns(eightColumns, spectrum, x);
        }
        for (int x = blocked; x < columns; x += 2) {
            transformColumns(twoColumns, spectrum, x);
        }
    }

    private void transformRows(
            Plan plan, int count, int y, MemorySegment image, MemorySegment spectrum, int columns,
            MemorySegment workspace) {
        plan.complex(image.asSlice(layout.imageBytes(y)), workspace.asSlice(EvenOddRows.MARGIN * 8L));
        for (int row = 0; row < count; row++) {
            evenOdd.separate(workspace, (EvenOddRows.MARGIN + row * layout.scratchRowStride()) * 8L, columns,
                    spectrum, (long) (y + row) * layout.spectrumRowStride() * 8L);
        }
    }

    private static void transformColumns(Plan plan, MemorySegment spectrum, int x) {
        MemorySegment from = spectrum.asSlice(x * 8L);
        plan.complex(from, from);
    }

    @Override
    public void close() {
        plans.close();
    }
}
