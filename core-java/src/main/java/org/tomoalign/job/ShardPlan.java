package org.tomoalign.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.tomoalign.input.Problems;
import org.tomoalign.tomogram.Tomogram;

/**
 * How a job is divided into shards, and what each needs.
 *
 * @param count      number of shards
 * @param unfinished those of which a tomogram has no result yet, from 1 on
 * @param tomograms  number of tomograms of the job
 * @param bytes      memory of the shard that needs most, as estimated
 * @param seconds    wall time of the shard that takes longest, very roughly
 */
public record ShardPlan(int count, List<Integer> unfinished, int tomograms, long bytes, double seconds) {
    /** Tomograms in work at a time for which memory is asked for; with less a job does one at a time. */
    private static final int AT_ONCE = 2;

    /** Copies the list. */
    public ShardPlan {
        unfinished = List.copyOf(unfinished);
    }

    /**
     * Reads the input of a job and divides it; nothing is written.
     *
     * @param wanted number of shards; more than tomograms there are not
     * @throws org.tomoalign.input.InputException if the input is wrong
     */
    public static ShardPlan of(JobPlan plan, int wanted, JobListener listener) {
        Problems problems = new Problems();
        Optional<JobInputs> read = JobInputs.read(plan, problems, listener);
        problems.throwIfAny();
        JobInputs inputs = read.orElseThrow();
        int count = Math.min(wanted, inputs.tomograms().size());
        Path temp = inputs.output().file("temp");
        List<Integer> unfinished = new ArrayList<>();
        long bytes = 0;
        double seconds = 0;
        for (int shard = 1; shard <= count; shard++) {
            List<Tomogram> mine = new JobPart.Shard(shard, count).of(inputs.tomograms());
            JobEstimate estimate = JobEstimate.of(inputs.with(mine), plan.settings());
            bytes = Math.max(bytes, estimate.peak(Math.min(AT_ONCE, estimate.useful())));
            seconds = Math.max(seconds, estimate.seconds());
            if (!mine.stream().allMatch(tomogram -> Checkpoint.read(temp, tomogram.series())
                    .filter(one -> one.fits(plan.settings(), tomogram, inputs.reference())
                            && one.fitsImages(tomogram.series())).isPresent())) {
                unfinished.add(shard);
            }
        }
        return new ShardPlan(count, unfinished, inputs.tomograms().size(), bytes, seconds);
    }
}
