package org.tomoalign.reference;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ForkJoinPool;
import java.util.function.ObjIntConsumer;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.PrunedForward2d;
import org.tomoalign.fftw.PrunedLayout;
import org.tomoalign.parallel.Scratch;
import org.tomoalign.parallel.Workers;

/**
 * Transforms prepared maps: plane by plane, which never exist all at once, then along z, both only for the frequencies
 * that will be used. Compared with one whole transform of a padded cube this takes half the memory, and the transforms are
 * the well-known ones of boxes.
 */
final class MapSpectrum {
    /** Complex values in a cache line. */
    private static final int LINE = 8;

    private final PrunedForward2d fft;
    private final PrunedLayout layout;
    private final int box;
    private final int radius;
    private final int columns;
    private final int rowStride;
    private final MemorySegment data;
    private final ForkJoinPool pool;

    /**
     * @param radius kx, ky and kz of the frequencies that will be read are not larger, nor than box/2
     * @param arena  owns the spectrum
     * @param pool   runs the work
     */
    MapSpectrum(PrunedForward2d fft, int radius, Arena arena, ForkJoinPool pool) {
        this.fft = fft;
        layout = fft.layout();
        box = layout.size();
        this.radius = Math.min(box / 2, radius);
        columns = this.radius + 1;
        rowStride = rowStride(this.radius);
        data = AlignedSegments.complex(arena, (long) box * box * rowStride);
        this.pool = pool;
    }

    private static int rowStride(int radius) {
        return (radius + LINE) / LINE * LINE;
    }

    /** Returns the bytes of a spectrum of a box, as far as a radius. */
    static long bytes(int box, int radius) {
        return 8L * box * box * rowStride(Math.min(box / 2, radius));
    }

    /** Returns box planes kz of box rows ky of complex values, rows {@link #rowStride} complex values apart. */
    MemorySegment data() {
        return data;
    }

    int rowStride() {
        return rowStride;
    }

    /** Transforms a map; what was there before is lost. */
    void transform(PreparedMap map) {
        forEach((buffers, z) -> {
            map.plane(z, buffers.plane, layout.imageRowStride());
            fft.execute(buffers.plane, buffers.spectrum, columns, buffers.workspace);
            for (int y = 0; y < box; y++) {
                if (isUsed(y)) {
                    MemorySegment.copy(buffers.spectrum, layout.spectrumBytes(y), data, offset(z, y), columns * 8L);
                }
            }
        });
        forEach((buffers, y) -> {
            if (isUsed(y)) {
                alongZ(y, buffers.spectrum);
            }
        });
    }

    private boolean isUsed(int y) {
        return Math.min(y, box - y) <= radius;
    }

    private long offset(int z, int y) {
        return ((long) z * box + y) * rowStride * 2 * Float.BYTES;
    }

    private void alongZ(int y, MemorySegment plane) {
        for (int z = 0; z < box; z++) {
            MemorySegment.copy(data, offset(z, y), plane, layout.spectrumBytes(z), columns * 8L);
        }
        fft.columns(plane, columns);
        for (int z = 0; z < box; z++) {
            MemorySegment.copy(plane, layout.spectrumBytes(z), data, offset(z, y), columns * 8L);
        }
    }

    /** Does something for each plane z, or for each row y of all planes. */
    private void forEach(ObjIntConsumer<Buffers> step) {
        Workers.run(pool, box, () -> Scratch.make(arena -> new Buffers(layout, arena)),
                (scratch, index) -> step.accept(scratch.buffers(), index));
    }

    private record Buffers(MemorySegment plane, MemorySegment spectrum, MemorySegment workspace) {
        Buffers(PrunedLayout layout, Arena arena) {
            this(AlignedSegments.bytes(arena, layout.imageBytes(layout.size())),
                    AlignedSegments.bytes(arena, layout.spectrumBytes()),
                    AlignedSegments.bytes(arena, layout.workspaceBytes()));
        }
    }
}
