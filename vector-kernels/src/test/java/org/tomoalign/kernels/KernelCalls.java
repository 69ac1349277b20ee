package org.tomoalign.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;

/** One call of each kernel on fixed data, for what must hold of all: no allocation, the same bytes always. */
final class KernelCalls {
    private static final int SIDE = 16;
    private static final int POINTS = 41;
    private static final int LONGEST = 2100;
    private static final SliceKernels.Layout LAYOUT = new SliceKernels.Layout(1, 1, 299, 2, 2);

    private final MemorySegment a = floats(2 * LONGEST, 1);
    private final MemorySegment b = floats(2 * LONGEST, 2);
    private final MemorySegment c = floats(2 * LONGEST, 3);
    private final MemorySegment weight = floats(LONGEST, 4);
    private final MemorySegment out = floats(2 * LONGEST, 5);
    private final MemorySegment volume = floats((int) (LAYOUT.bytes() / 4), 6);
    private final MemorySegment windows = floats(SIDE * SIDE * POINTS, 7);
    private final double[] x = new Random(8).doubles(LONGEST, 1, SIDE - 2).toArray();
    private final double[] y = new Random(9).doubles(LONGEST, 1, SIDE - 2).toArray();
    private final double[][] result = new double[6][LONGEST];
    private double sum;

    interface Call {
        void run(int n);
    }

    private static MemorySegment floats(int count, long seed) {
        MemorySegment row = Arena.ofAuto().allocate(4L * count, 64);
        Random random = new Random(seed);
        for (int i = 0; i < count; i++) {
            row.setAtIndex(ValueLayout.JAVA_FLOAT, i, 2 * random.nextFloat() - 1);
        }
        return row;
    }

    /** Returns the calls by name. Those that accumulate change their operands slowly; none overflows. */
    Map<String, Call> of(Kernels kernels) {
        RowKernels rows = kernels.rows();
        double[][] r = result;
        Map<String, Call> calls = new LinkedHashMap<>();
        calls.put("phaseRamp", n -> rows.phaseRamp(0.3, 0.07, n, out, 0));
        calls.put("weightedCtf", n -> rows.weightedCtf(a, 0, b, 0, 70.7f, weight, 0, n, out, 0));
        calls.put("correlate", n -> rows.correlate(a, 0, b, 0, 0.6f, -0.8f, c, 0, weight, 0, n, out, 0));
        calls.put("multiply", n -> rows.multiply(out, 0, b, 0, n));
        calls.put("weightedPower", n -> sum += rows.weightedPower(a, 0, weight, 0, n));
        calls.put("accumulateSquares", n -> rows.accumulateSquares(a, 0, n, out, 0));
        calls.put("weightedSum", n -> sum += rows.weightedSum(a, 0, weight, 0, n));
        calls.put("window", n -> rows.window(a, 0, weight, 0, 0.1f, n, out, 0));
        calls.put("accumulate", n -> rows.accumulate(0.3f, a, 0, n, out, 0));
        calls.put("line", n -> kernels.slices()
                .line(volume, LAYOUT, 0.1, -0.9, 1.9, 298.0 / n, 2.8 / n, -2.8 / n, n, true, out, 0));
        calls.put("valueAndGradient", n -> kernels.bicubic()
                .valueAndGradient(windows, SIDE, 0, Math.min(n, POINTS), x, y, r[0], r[1], r[2]));
        calls.put("valueGradientAndHessian", n -> kernels.bicubic()
                .valueGradientAndHessian(
                        windows, SIDE, 0, Math.min(n, POINTS), x, y, r[0], r[1], r[2], r[3], r[4], r[5]));
        calls.put("splines.valueAndGradient", n -> kernels.splines()
                .valueAndGradient(windows, SIDE, 0, Math.min(n, POINTS), x, y, r[0], r[1], r[2]));
        calls.put("splines.valueGradientAndHessian", n -> kernels.splines()
                .valueGradientAndHessian(
                        windows, SIDE, 0, Math.min(n, POINTS), x, y, r[0], r[1], r[2], r[3], r[4], r[5]));
        calls.put("dot", n -> sum += kernels.vectors().dot(x, y, n));
        calls.put("axpy", n -> kernels.vectors().axpy(1e-9, x, r[0], n));
        calls.put("scale", n -> kernels.vectors().scale(0.999, r[1], n));
        calls.put("multiplyAdd", n -> kernels.matrices()
                .multiplyAdd(7, Math.min(n, 60), x, 0, 61, 1, y, 0, r[2], 0));
        return calls;
    }

    /** Returns a checksum of all that the calls wrote. */
    long digest() {
        CRC32 crc = new CRC32();
        crc.update(out.toArray(ValueLayout.JAVA_BYTE));
        for (double[] values : result) {
            crc.update(MemorySegment.ofArray(values).toArray(ValueLayout.JAVA_BYTE));
        }
        crc.update(MemorySegment.ofArray(new double[] {sum}).toArray(ValueLayout.JAVA_BYTE));
        return crc.getValue();
    }
}
