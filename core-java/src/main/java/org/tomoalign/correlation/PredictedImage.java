package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.IntStream;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.RealFft2d;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.kernels.Kernels;
import org.tomoalign.parallel.Workers;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.Particle;
import org.tomoalign.tomogram.Projector;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/**
 * Predicts whole tilt images: every particle, visible or not, as its half map shows it (CTF without its scale, dose
 * weight, aberrations), dark. Boxes are made in parallel, a block of particles at a time, and added in the order of the
 * particles, so that the image does not depend on the threads.
 */
final class PredictedImage {
    /** Boxes in memory at a time. */
    private static final int BLOCK = 32;

    private final HalfPlane plane;
    private final Kernels kernels;
    private final ReferenceMap reference;
    private final RealFft2d fft;
    private final ForkJoinPool pool;

    /**
     * @param fft  of a box, rows without gaps
     * @param pool runs the work
     */
    PredictedImage(HalfPlane plane, Kernels kernels, ReferenceMap reference, RealFft2d fft, ForkJoinPool pool) {
        this.plane = plane;
        this.kernels = kernels;
        this.reference = reference;
        this.fft = fft;
        this.pool = pool;
    }

    /** The buffers of one box. */
    private final class Box {
        private final MemorySegment spectrum;
        private final MemorySegment pixels;
        private final MemorySegment row;
        private final MemorySegment transfer;
        private final MemorySegment ramp;
        private final MemorySegment ones;
        private int left;
        private int top;

        Box(Arena arena) {
            int s = plane.size();
            spectrum = AlignedSegments.complex(arena, (long) s * plane.width());
            pixels = AlignedSegments.floats(arena, (long) s * s);
            row = AlignedSegments.complex(arena, plane.stride());
            transfer = AlignedSegments.floats(arena, plane.stride());
            ramp = AlignedSegments.complex(arena, plane.stride());
            ones = AlignedSegments.complex(arena, plane.stride());
            for (int x = 0; x < plane.stride(); x++) {
                ones.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * x, 1);
            }
        }
    }

    /**
     * Adds the prediction of an image.
     *
     * @param image   chronological
     * @param filters of the image by optics group
     * @param slope   d gamma / d defocus
     * @param out     rows of the image's width, without gaps
     * @return whether any box touches the image
     */
    boolean add(
            Tomogram tomogram, int image, Map<Integer, ImageFilter> filters, MemorySegment slope,
            MemorySegment out) {
        List<Particle> particles = tomogram.particles();
        boolean any = false;
        Projector projector = tomogram.projector();
        try (Arena arena = Arena.ofShared()) {
            Box[] boxes = IntStream.range(0, Math.min(BLOCK, particles.size()))
                    .mapToObj(i -> new Box(arena)).toArray(Box[]::new);
            for (int first = 0; first < particles.size(); first += BLOCK) {
                int start = first;
                int n = Math.min(BLOCK, particles.size() - first);
                Workers.run(pool, n, i -> predict(tomogram, projector, image, start + i, filters, slope, boxes[i]));
                for (int i = 0; i < n; i++) {
                    any |= paste(boxes[i], tomogram.series(), out);
                }
            }
        }
        return any;
    }

    private void predict(
            Tomogram tomogram, Projector projector, int image, int p, Map<Integer, ImageFilter> filters, MemorySegment slope,
            Box box) {
        TiltSeries series = tomogram.series();
        Projection projection = tomogram.geometry().projections().get(image);
        Particle particle = tomogram.particles().get(p);
        Vec3 q = projector.project(p, image);
        int s = plane.size();
        box.left = plane.firstOfBox(q.x());
        box.top = plane.firstOfBox(q.y());
        SliceReader slice = new SliceReader(kernels.slices(), reference.half(particle.halfSet()),
                projection.linear().times(particle.orientation()));
        ImageFilter filter = filters.get(particle.opticsGroup());
        float defocus = (float) Correlator.defocusOffset(
                series, projection, tomogram.geometry().positions().get(p));
        double stepX = -2 * Math.PI * (q.x() - box.left) / s;
        double stepY = -2 * Math.PI * (q.y() - box.top) / s;
        kernels.rows().phaseRamp(0, stepX, plane.width(), box.ramp, 0);
        box.spectrum.fill((byte) 0);
        for (int y = 0; y < s; y++) {
            int n = filter.range().end(y);
            if (n > 0) {
                long table = 4L * y * plane.stride();
                slice.row(plane.ky(y), n, box.row, 0);
                if (filter.odd() != null) {
                    kernels.rows().multiply(box.row, 0, filter.odd(), 2 * table, n);
                }
                kernels.rows().weightedCtf(filter.phase(), table, slope, table, defocus, filter.weight(), table, n,
                        box.transfer, 0);
                double phase = stepY * plane.ky(y);
                kernels.rows().correlate(box.row, 0, box.ramp, 0, (float) Math.cos(phase), (float) Math.sin(phase),
                        box.ones, 0, box.transfer, 0, n, box.spectrum, 8L * y * plane.width());
            }
        }
        fft.inverse(box.spectrum, box.pixels);
    }

    private boolean paste(Box box, TiltSeries series, MemorySegment out) {
        int s = plane.size();
        int from = Math.max(0, -box.left);
        int n = Math.min(s, series.imageWidth() - box.left) - from;
        if (n <= 0) {
            return false;
        }
        boolean any = false;
        for (int y = Math.max(0, -box.top); y < s && y + box.top < series.imageHeight(); y++) {
            kernels.rows().accumulate(1, box.pixels, 4L * (y * s + from), n, out,
                    4L * ((long) (y + box.top) * series.imageWidth() + box.left + from));
            any = true;
        }
        return any;
    }
}
