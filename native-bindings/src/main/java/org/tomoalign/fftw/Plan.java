package org.tomoalign.fftw;

import java.lang.foreign.MemorySegment;
import org.tomoalign.fftw.generated.Fftw3f;

/**
 * A native plan. Any number of threads may execute it at once on different data; it must not be closed while one of
 * them still does.
 */
final class Plan implements AutoCloseable {
    private final Planner planner;
    private final MemorySegment address;
    private volatile boolean closed;

    Plan(Planner planner, MemorySegment address) {
        this.planner = planner;
        this.address = address;
    }

    // One method per kind, so that the compiler sees which native function each caller calls and drops the slices.

    void forwardReal(MemorySegment image, MemorySegment spectrum) {
        checkOpen();
        Fftw3f.fftwf_execute_dft_r2c(address, image, spectrum);
    }

    void inverseReal(MemorySegment spectrum, MemorySegment image) {
        checkOpen();
        Fftw3f.fftwf_execute_dft_c2r(address, spectrum, image);
    }

    void complex(MemorySegment in, MemorySegment out) {
        checkOpen();
        Fftw3f.fftwf_execute_dft(address, in, out);
    }

    private void checkOpen() {
        if (closed) {
            throw new IllegalStateException("This FFT plan is closed.");
        }
    }

    /** What FFTW made of the request, in its own notation. */
    String description() {
        return planner.describe(address);
    }

    @Override
    public void close() {
        planner.locked(() -> {
            if (!closed) {
                closed = true;
                Fftw3f.fftwf_destroy_plan(address);
            }
            return null;
        });
    }
}
