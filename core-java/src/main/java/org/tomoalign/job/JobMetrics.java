package org.tomoalign.job;

import java.util.List;

/**
 * Numbers about a whole job, the content of {@code metrics.json}.
 *
 * @param program      name and version of the program
 * @param kernels      provider of the kernels
 * @param fftw         library and how transforms are planned
 * @param threads      worker threads
 * @param seconds      wall time from reading the project to the last output
 * @param setupSeconds of which for reading the project and preparing the reference
 * @param peakMemory   largest resident size of the process, MB; 0 where the system does not tell
 * @param tomograms    one entry per tomogram with particles
 */
public record JobMetrics(
        String program, String kernels, String fftw, int threads, double seconds, double setupSeconds,
        double peakMemory, List<TomogramMetrics> tomograms) {
}
