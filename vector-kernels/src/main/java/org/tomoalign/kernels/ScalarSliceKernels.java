package org.tomoalign.kernels;

import static org.tomoalign.kernels.Memory.get;
import static org.tomoalign.kernels.Memory.set;

import java.lang.foreign.MemorySegment;

/** Slices in plain Java. */
final class ScalarSliceKernels implements SliceKernels {
    @Override
    public void line(
            MemorySegment volume, Layout layout, double x, double y, double z, double dx, double dy, double dz, int n,
            boolean conjugate, MemorySegment out, long outOffset) {
        long o = Memory.complex(out, outOffset, n);
        if (n == 0) {
            return;
        }
        long base = SliceLine.checked(volume, layout, x, y, z, dx, dy, dz, n);
        double startY = y + layout.originY();
        double startZ = z + layout.originZ();
        int lastX = layout.maxX() - 1;
        int lastY = layout.maxY() + layout.originY() - 1;
        int lastZ = layout.maxZ() + layout.originZ() - 1;
        float sign = conjugate ? -1f : 1f;
        for (int k = 0; k < n; k++) {
            double px = x + k * dx;
            double py = startY + k * dy;
            double pz = startZ + k * dz;
            // Coordinates are not negative but for rounding, so truncation is floor, clamped to the first cell.
            int ix = Math.min((int) px, lastX);
            int iy = Math.min((int) py, lastY);
            int iz = Math.min((int) pz, lastZ);
            float fx = (float) (px - ix);
            float fy = (float) (py - iy);
            float fz = (float) (pz - iz);
            int cy = iy - layout.originY();
            int cz = iz - layout.originZ();
            long p = base + 8 * layout.index(ix, cy, cz);
            long row = base + 8 * layout.index(ix, cy + 1, cz) - p;
            long plane = base + 8 * layout.index(ix, cy, cz + 1) - p;
            float re = lerp(fz, plane(p, row, fx, fy), plane(p + plane, row, fx, fy));
            float im = lerp(fz, plane(p + 4, row, fx, fy), plane(p + 4 + plane, row, fx, fy));
            set(o + 8L * k, re);
            set(o + 8L * k + 4, sign * im);
        }
    }

    private static float plane(long p, long row, float fx, float fy) {
        float lower = lerp(fx, get(p), get(p + 8));
        float upper = lerp(fx, get(p + row), get(p + row + 8));
        return lerp(fy, lower, upper);
    }

    private static float lerp(float t, float a, float b) {
        return a + t * (b - a);
    }
}
