package org.tomoalign.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Numbers about a whole job, the content of {@code metrics.json}.
 *
 * @param schema          version of this list: raised when an entry is taken out or changes its meaning
 * @param program         name and version of the program
 * @param command         how the program was called; null if it was not by a command
 * @param options         what was chosen, by name; input and output are in the command
 * @param kernels         provider of the kernels
 * @param fftw            library and how transforms are planned
 * @param threads         worker threads
 * @param tomogramsAtOnce tomograms in work at a time
 * @param seconds         wall time from reading the project to the last output
 * @param setupSeconds    of which before the first tomogram
 * @param stages          wall time by stage of the job
 * @param peakMemory      largest resident size of the process, MB; 0 where the system does not tell
 * @param totals          sums over the tomograms
 * @param tomograms       one entry per aligned tomogram
 * @param failed          tomograms that could not be aligned, and are passed on unchanged
 * @param warnings        all that were given
 */
public record JobMetrics(
        int schema, String program, String command, Map<String, Object> options, String kernels, String fftw, int threads, int tomogramsAtOnce, double seconds,
        double setupSeconds, Map<String, Double> stages, double peakMemory, Totals totals,
        List<TomogramMetrics> tomograms, List<TomogramFailure> failed, List<String> warnings) {
    /** Version of what {@code metrics.json} holds. */
    static final int SCHEMA = 1;

    /**
     * Sums over tomograms, and rates as the mean tomogram has them.
     *
     * @param windows              correlation windows
     * @param iterations           of the optimiser
     * @param evaluations          of the cost and its gradient
     * @param seconds              by stage; tomograms that were in work at the same time all count
     * @param windowsPerSecond     windows over the seconds of their computation
     * @param evaluationsPerSecond evaluations over the seconds of the optimisation
     */
    public record Totals(
            long windows, long iterations, long evaluations, Map<String, Double> seconds, double windowsPerSecond,
            double evaluationsPerSecond) {
        static Totals of(List<TomogramMetrics> tomograms) {
            Map<String, Double> seconds = new LinkedHashMap<>();
            tomograms.forEach(t -> t.seconds().forEach((stage, time) -> seconds.merge(stage, time, Double::sum)));
            long windows = tomograms.stream().mapToLong(TomogramMetrics::windows).sum();
            long evaluations = tomograms.stream().mapToLong(TomogramMetrics::evaluations).sum();
            return new Totals(windows, tomograms.stream().mapToLong(TomogramMetrics::iterations).sum(), evaluations,
                    seconds, rate(windows, seconds.getOrDefault(StageClock.CORRELATION, 0.0)),
                    rate(evaluations, seconds.getOrDefault(StageClock.OPTIMISATION, 0.0)));
        }

        private static double rate(long count, double seconds) {
            return seconds > 0 ? count / seconds : 0;
        }
    }
}
