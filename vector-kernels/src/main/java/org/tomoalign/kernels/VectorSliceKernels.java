package org.tomoalign.kernels;

import static jdk.incubator.vector.FloatVector.fromMemorySegment;
import static jdk.incubator.vector.VectorOperators.ADD;
import static jdk.incubator.vector.VectorOperators.F2I;
import static jdk.incubator.vector.VectorOperators.I2F;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.MIN;
import static jdk.incubator.vector.VectorOperators.MUL;
import static jdk.incubator.vector.VectorOperators.SUB;
import static org.tomoalign.kernels.Memory.ALL;
import static org.tomoalign.kernels.Simd.LANES;
import static org.tomoalign.kernels.Simd.NATIVE;
import static org.tomoalign.kernels.Simd.REAL;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Slices on the Vector API, in two passes over a block of points. The first finds the cells, where they lie in memory and
 * the positions within them, for a vector of points at a time; the second, per point, loads the four pairs (x, x + 1) of
 * the cell as 128-bit vectors and interpolates. The second is then short enough that many points' loads are under way at
 * once, which is what counts when the volume exceeds the caches: a quarter to a third faster than one pass.
 */
final class VectorSliceKernels implements SliceKernels {
    /** Points per block; a multiple of any vector length. */
    private static final int BLOCK = 128;

    // Byte offsets of the arrays of a block within the scratch memory.
    private static final int CELL = 0;
    private static final int FX = 4 * BLOCK;
    private static final int FY = 8 * BLOCK;
    private static final int FZ = 12 * BLOCK;
    private static final int IY = 16 * BLOCK;
    private static final int IZ = 20 * BLOCK;
    private static final int SCRATCH_BYTES = 24 * BLOCK;

    private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
    private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
    private static final VectorSpecies<Integer> INDEX = REAL.vectorShape().withLanes(int.class);
    /** 65536 / 7, rounded up: the product's upper half is the quotient for indices up to 10000. */
    private static final IntVector SEVENTH = IntVector.broadcast(INDEX, 9363);
    private static final IntVector ONE = IntVector.broadcast(INDEX, 1);
    private static final IntVector THREE = IntVector.broadcast(INDEX, 3);
    private static final IntVector SIXTEEN = IntVector.broadcast(INDEX, 16);
    private static final FloatVector STEPS = FloatVector.zero(REAL).addIndex(1);

    /** Two neighbouring complex values. */
    private static final VectorSpecies<Float> PAIR = FloatVector.SPECIES_128;
    private static final VectorShuffle<Float> NEIGHBOUR = VectorShuffle.fromOp(PAIR, i -> i ^ 2);
    private static final FloatVector REAL_PARTS = FloatVector.fromArray(PAIR, new float[] {1, 0, 1, 0}, 0);
    private static final FloatVector IMAGINARY_PARTS = FloatVector.fromArray(PAIR, new float[] {0, 1, 0, 1}, 0);

    private final ThreadLocal<MemorySegment> scratch =
            ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(SCRATCH_BYTES, 64));

    @Override
    public void line(
            MemorySegment volume, Layout layout, double x, double y, double z, double dx, double dy, double dz, int n,
            boolean conjugate, MemorySegment out, long outOffset) {
        long o = Memory.complex(out, outOffset, n);
        if (n == 0) {
            return;
        }
        long base = SliceLine.checked(volume, layout, x, y, z, dx, dy, dz, n);
        long block = scratch.get().address();
        float sign = conjugate ? -1f : 1f;
        for (int k = 0; k < n; k += BLOCK) {
            int count = Math.min(BLOCK, n - k);
            float startX = (float) (x + k * dx);
            float startY = (float) (y + layout.originY() + k * dy);
            float startZ = (float) (z + layout.originZ() + k * dz);
            cells(layout, startX, startY, startZ, (float) dx, (float) dy, (float) dz, count, block);
            places(layout.jumpY(), layout.jumpZ(), count, block);
            values(base, count, sign, block, o + 8L * k);
        }
    }

    /** Finds the cell of each point and the point's position in it; works on whole vectors, past the last point. */
    private static void cells(
            Layout layout, float x, float y, float z, float dx, float dy, float dz, int n, long block) {
        IntVector lastX = IntVector.broadcast(INDEX, layout.maxX() - 1);
        IntVector lastY = IntVector.broadcast(INDEX, layout.maxY() + layout.originY() - 1);
        IntVector lastZ = IntVector.broadcast(INDEX, layout.maxZ() + layout.originZ() - 1);
        for (int k = 0; k < n; k += LANES) {
            FloatVector step = STEPS.lanewise(ADD, FloatVector.broadcast(REAL, k));
            FloatVector px = step.fma(FloatVector.broadcast(REAL, dx), FloatVector.broadcast(REAL, x));
            FloatVector py = step.fma(FloatVector.broadcast(REAL, dy), FloatVector.broadcast(REAL, y));
            FloatVector pz = step.fma(FloatVector.broadcast(REAL, dz), FloatVector.broadcast(REAL, z));
            // Not negative but for rounding, so truncation is floor. The limits keep every access inside the volume.
            IntVector ix = px.convertShape(F2I, INDEX, 0).reinterpretAsInts().lanewise(MIN, lastX).max(0);
            IntVector iy = py.convertShape(F2I, INDEX, 0).reinterpretAsInts().lanewise(MIN, lastY).max(0);
            IntVector iz = pz.convertShape(F2I, INDEX, 0).reinterpretAsInts().lanewise(MIN, lastZ).max(0);
            px.sub(ix.convertShape(I2F, REAL, 0)).intoMemorySegment(ALL, block + FX + 4L * k, NATIVE);
            py.sub(iy.convertShape(I2F, REAL, 0)).intoMemorySegment(ALL, block + FY + 4L * k, NATIVE);
            pz.sub(iz.convertShape(I2F, REAL, 0)).intoMemorySegment(ALL, block + FZ + 4L * k, NATIVE);
            ix.intoMemorySegment(ALL, block + CELL + 4L * k, NATIVE);
            iy.intoMemorySegment(ALL, block + IY + 4L * k, NATIVE);
            iz.intoMemorySegment(ALL, block + IZ + 4L * k, NATIVE);
        }
    }

    /** Replaces the indices of the cells by their places, and by the steps to the next y and z (complex values). */
    private static void places(int jumpY, int jumpZ, int n, long block) {
        for (int k = 0; k < n; k += LANES) {
            IntVector ix = IntVector.fromMemorySegment(INDEX, ALL, block + CELL + 4L * k, NATIVE);
            IntVector iy = IntVector.fromMemorySegment(INDEX, ALL, block + IY + 4L * k, NATIVE);
            IntVector iz = IntVector.fromMemorySegment(INDEX, ALL, block + IZ + 4L * k, NATIVE);
            IntVector blockX = ix.lanewise(MUL, SEVENTH).lanewise(LSHR, SIXTEEN);
            IntVector blockY = iy.lanewise(LSHR, THREE);
            IntVector blockZ = iz.lanewise(LSHR, THREE);
            IntVector stepY = iy.lanewise(ADD, ONE).lanewise(LSHR, THREE).sub(blockY).mul(jumpY).add(Layout.STEP_Y);
            IntVector stepZ = iz.lanewise(ADD, ONE).lanewise(LSHR, THREE).sub(blockZ).mul(jumpZ).add(Layout.STEP_Z);
            stepY.intoMemorySegment(ALL, block + IY + 4L * k, NATIVE);
            stepZ.intoMemorySegment(ALL, block + IZ + 4L * k, NATIVE);
            blockX.mul(Layout.jumpX()).add(ix)
                    .add(blockY.mul(jumpY)).add(iy.mul(Layout.STEP_Y))
                    .add(blockZ.mul(jumpZ)).add(iz.mul(Layout.STEP_Z))
                    .intoMemorySegment(ALL, block + CELL + 4L * k, NATIVE);
        }
    }

    private static void values(long base, int n, float sign, long block, long o) {
        FloatVector signs = IMAGINARY_PARTS.fma(FloatVector.broadcast(PAIR, sign), REAL_PARTS);
        for (int k = 0; k < n; k++) {
            long p = base + 8L * ALL.get(INT, block + CELL + 4L * k);
            long row = 8L * ALL.get(INT, block + IY + 4L * k);
            long plane = p + 8L * ALL.get(INT, block + IZ + 4L * k);
            FloatVector fx = FloatVector.broadcast(PAIR, ALL.get(Memory.FLOAT, block + FX + 4L * k));
            FloatVector fy = FloatVector.broadcast(PAIR, ALL.get(Memory.FLOAT, block + FY + 4L * k));
            FloatVector fz = FloatVector.broadcast(PAIR, ALL.get(Memory.FLOAT, block + FZ + 4L * k));
            FloatVector a = fromMemorySegment(PAIR, ALL, p, NATIVE);
            FloatVector b = fromMemorySegment(PAIR, ALL, p + row, NATIVE);
            FloatVector c = fromMemorySegment(PAIR, ALL, plane, NATIVE);
            FloatVector d = fromMemorySegment(PAIR, ALL, plane + row, NATIVE);
            FloatVector lower = b.lanewise(SUB, a).fma(fy, a);
            FloatVector upper = d.lanewise(SUB, c).fma(fy, c);
            FloatVector v = upper.sub(lower).fma(fz, lower);
            v = v.rearrange(NEIGHBOUR).sub(v).fma(fx, v).mul(signs);
            ALL.set(LONG, o + 8L * k, v.reinterpretAsLongs().lane(0));
        }
    }
}
