package org.tomoalign.simulate;

import java.nio.file.Path;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.job.JobListener;

/** Projects that are simulated in a moment. */
final class SmallSets {
    private SmallSets() {
    }

    /** Two series of 3 images with 4 particles of 16 px, odd sizes. */
    static SimulationOptionsBuilder options() {
        return SimulationOptions.defaults().edit().tomos(2).particles(4).box(16).size(65, 47).depth(31).tilts(3).step(20)
                .pixelSize(4).sVel(0.3);
    }

    /** Simulates with a number of threads. */
    static void simulate(SimulationOptions options, Path folder, int threads) {
        try (ForkJoinPool pool = new ForkJoinPool(threads)) {
            new Simulator(Fftw.get(), pool, JobListener.SILENT).simulate(options, folder);
        }
    }
}
