package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.PrunedForward2d;
import org.tomoalign.fftw.PrunedInverse2d;
import org.tomoalign.fftw.PrunedLayout;
import org.tomoalign.kernels.Kernels;

/**
 * Computes one correlation window at a time in buffers of its own: not to be shared between threads.
 * Nothing it computes depends on what it computed before.
 */
final class WindowWorker {
    private final HalfPlane plane;
    private final Kernels kernels;
    private final PrunedForward2d forward;
    private final PrunedInverse2d inverse;
    private final CircularWindow circle;
    private final WindowShape shape;
    private final int pad;
    private final MemorySegment fade;
    private final MemorySegment ones;
    private final MemorySegment box;
    private final MemorySegment spectrum;
    private final MemorySegment product;
    private final MemorySegment workspace;
    private final MemorySegment image;
    private final MemorySegment prediction;
    private final MemorySegment transfer;
    private final MemorySegment square;
    private final MemorySegment columnRamp;
    private final MemorySegment rowRamp;
    /* Towards the coefficients of splines, two equal factors a column; and a factor a row. */
    private final MemorySegment columnFactors;
    private final float[] rowFactors;

    WindowWorker(Correlator.Shared shared, Arena arena) {
        plane = shared.plane();
        kernels = shared.kernels();
        forward = shared.forward();
        inverse = shared.inverse();
        circle = shared.circle();
        shape = shared.shape();
        pad = shape.pad();
        fade = shared.fade();
        PrunedLayout in = forward.layout();
        PrunedLayout out = inverse.layout();
        box = AlignedSegments.bytes(arena, in.imageBytes(plane.size()));
        spectrum = AlignedSegments.bytes(arena, in.spectrumBytes());
        product = AlignedSegments.bytes(arena, out.spectrumBytes());
        workspace = AlignedSegments.bytes(arena, Math.max(in.workspaceBytes(), out.workspaceBytes()));
        image = AlignedSegments.bytes(arena, out.imageBytes(shape.side()));
        prediction = AlignedSegments.complex(arena, plane.stride());
        ones = AlignedSegments.floats(arena, plane.size());
        for (int x = 0; x < plane.size(); x++) {
            ones.setAtIndex(ValueLayout.JAVA_FLOAT, x, 1);
        }
        transfer = AlignedSegments.floats(arena, plane.stride());
        square = AlignedSegments.floats(arena, plane.stride());
        columnRamp = AlignedSegments.complex(arena, plane.stride());
        rowRamp = AlignedSegments.complex(arena, plane.size());
        columnFactors = AlignedSegments.complex(arena, plane.stride());
        for (int x = 0; x < plane.width(); x++) {
            float factor = (float) shape.coefficient(x, plane.size());
            columnFactors.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * x, factor);
            columnFactors.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * x + 1, factor);
        }
        rowFactors = new float[plane.size()];
        for (int y = 0; y < rowFactors.length; y++) {
            rowFactors[y] = (float) shape.coefficient(plane.ky(y), plane.size());
        }
    }

    /**
     * What one window needs.
     *
     * @param pixels        the tilt series
     * @param imageIndex    chronological
     * @param x             position on the image, px; the box around it may hang over the rim
     * @param y             likewise
     * @param slice         the reference, seen from the particle's direction
     * @param filter        the image's filter
     * @param phaseSlope    d gamma / d defocus over the half plane
     * @param defocusOffset Å, the particle's defocus relative to the tomogram's centre
     */
    record Task(
            TiltStack pixels, int imageIndex, double x, double y, SliceReader slice, ImageFilter filter,
            MemorySegment phaseSlope, double defocusOffset) {
    }

    /** Transforms the box; the step after {@link #cutBox}. */
    void transform(int columns) {
        forward.execute(box, spectrum, columns, workspace);
    }

    /**
     * Writes the window of a particle.
     *
     * @param out          the stack's memory
     * @param outOffset    bytes, where the window starts
     * @param measurePower whether to sum up the predicted power
     * @return the sum of W |prediction|^2 over the whole plane; NaN unless asked for
     */
    double correlate(Task task, MemorySegment out, long outOffset, boolean measurePower) {
        int columns = task.filter().range().columns();
        if (columns == 0) {
            return measurePower ? 0 : Double.NaN;
        }
        int left = plane.firstOfBox(task.x());
        int top = plane.firstOfBox(task.y());
        cutBox(task, left, top);
        transform(columns);
        ramps(task.x() - left, task.y() - top, columns);
        double power = multiply(task, columns, measurePower);
        transformBack(columns, out, outOffset);
        return power;
    }

    /**
     * Copies the box out of the image, subtracts the mean around the particle and cuts it to a soft circle. Pixels that
     * are not on the image become 0, after the mean, which is taken from those that are: they add nothing to the
     * correlation.
     */
    void cutBox(Task task, int left, int top) {
        int s = plane.size();
        if (left < 0 || top < 0 || left + s > task.pixels().width() || top + s > task.pixels().height()) {
            cutOverhanging(task, left, top);
            return;
        }
        int stride = forward.layout().imageRowStride();
        task.pixels().readBox(task.imageIndex(), left, top, plane.size(), plane.size(), box, 4L * stride);
        int n = plane.size() * stride;
        float mean = (float) kernels.rows().weightedSum(box, 0, circle.outside(), 0, n);
        kernels.rows().window(box, 0, circle.soft(), 0, mean, n, box, 0);
    }

    private void cutOverhanging(Task task, int left, int top) {
        int s = plane.size();
        int stride = forward.layout().imageRowStride();
        int x = Math.max(0, -left);
        int n = Math.min(s, task.pixels().width() - left) - x;
        int first = Math.max(0, -top);
        int last = Math.min(s, task.pixels().height() - top);
        box.fill((byte) 0);
        long start = 4L * (first * stride + x);
        task.pixels().readBox(
                task.imageIndex(), left + x, top + first, n, last - first, box.asSlice(start), 4L * stride);
        double sum = 0;
        double weight = 0;
        for (int y = first; y < last; y++) {
            long row = 4L * (y * stride + x);
            sum += kernels.rows().weightedSum(box, row, circle.outside(), row, n);
            weight += kernels.rows().weightedSum(ones, 0, circle.outside(), row, n);
        }
        float mean = weight > 0 ? (float) (sum / weight) : 0;
        for (int y = first; y < last; y++) {
            long row = 4L * (y * stride + x);
            kernels.rows().window(box, row, circle.soft(), row, mean, n, box, row);
        }
    }

    /**
     * Phase factors that move pixel (x, y) of the box to the centre of the padded output: the factor (-1)^k is the
     * shift by half the output. Those of the columns also lead to the coefficients of splines, if these are asked for.
     */
    void ramps(double x, double y, int columns) {
        int s = plane.size();
        kernels.rows().phaseRamp(0, 2 * Math.PI * x / s + Math.PI, columns, columnRamp, 0);
        if (shape.splines()) {
            kernels.rows().window(columnRamp, 0, columnFactors, 0, 0, 2 * columns, columnRamp, 0);
        }
        double step = 2 * Math.PI * y / s + Math.PI;
        kernels.rows().phaseRamp(0, step, s / 2, rowRamp, 0);
        kernels.rows().phaseRamp(-step * (s / 2), step, s - s / 2, rowRamp, 8L * (s / 2));
    }

    /** Multiplies spectrum and prediction within the frequency range, row by row in buffers that stay in the cache. */
    double multiply(Task task, int columns, boolean measurePower) {
        int s = plane.size();
        ImageFilter filter = task.filter();
        double power = measurePower ? 0 : Double.NaN;
        for (int y = 0; y < s; y++) {
            int n = filter.range().end(y);
            long productRow = 8L * (y < s / 2 ? y : y + s * (pad - 1)) * inverse.layout().spectrumRowStride();
            if (n > 0) {
                long table = 4L * y * plane.stride();
                task.slice().row(plane.ky(y), n, prediction, 0);
                kernels.rows().weightedCtf(filter.phase(), table, task.phaseSlope(), table,
                        (float) task.defocusOffset(), filter.weight(), table, n, transfer, 0);
                if (measurePower) {
                    power += power(filter, table, n);
                }
                if (filter.odd() != null) {
                    kernels.rows().multiply(prediction, 0, filter.odd(), 2 * table, n);
                }
                kernels.rows().correlate(spectrum, 8L * y * forward.layout().spectrumRowStride(), columnRamp, 0,
                        rowFactors[y] * rowRamp.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * y),
                        rowFactors[y] * rowRamp.getAtIndex(ValueLayout.JAVA_FLOAT, 2L * y + 1),
                        prediction, 0, transfer, 0, n, product, productRow);
            }
            product.asSlice(productRow + 8L * n, 8L * (columns - n)).fill((byte) 0);
        }
        // Rows between the highest and the lowest frequency exist only with padding.
        product.asSlice(8L * (s / 2) * inverse.layout().spectrumRowStride(), 8L * s * (pad - 1) * inverse.layout().spectrumRowStride()).fill((byte) 0);
        return power;
    }

    private double power(ImageFilter filter, long table, int n) {
        kernels.rows().window(transfer, 0, transfer, 0, 0, n, square, 0);
        kernels.rows().window(square, 0, filter.power(), table, 0, n, square, 0);
        return kernels.rows().weightedPower(prediction, 0, square, 0, n);
    }

    /** Transforms the rows of the window back; its margin fades, and its frame stays zero. */
    void transformBack(int columns, MemorySegment out, long outOffset) {
        int side = shape.side();
        int first = plane.size() * pad / 2 - shape.centre();
        inverse.execute(product, columns, first, side, workspace, image);
        int frame = WindowShape.FRAME;
        int n = shape.inside();
        for (int y = 0; y < n; y++) {
            kernels.rows().window(
                    image, 4L * ((long) (y + frame) * inverse.layout().imageRowStride() + first + frame), fade, 4L * y * n,
                    0, n, out, outOffset + 4L * ((y + frame) * side + frame));
        }
    }
}
