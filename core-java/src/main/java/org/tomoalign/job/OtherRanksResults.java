package org.tomoalign.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.tomogram.Tomogram;

/** Reads the results of tomograms that other ranks have aligned. */
final class OtherRanksResults {
    /** A network file system may hold back a new file from another node: NFS asks again after 60 s at the latest. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final long MILLISECONDS_BETWEEN_LOOKS = 250;

    private final AlignSettings settings;
    private final JobInputs inputs;
    private final Path temp;

    /** @param temp folder of the results */
    OtherRanksResults(AlignSettings settings, JobInputs inputs, Path temp) {
        this.settings = settings;
        this.inputs = inputs;
        this.temp = temp;
    }

    /**
     * Returns the results of some tomograms by name.
     *
     * @throws IllegalStateException if there is one less than there should be
     */
    Map<String, AlignedTomogram> of(List<Tomogram> tomograms) {
        Map<String, AlignedTomogram> results = new HashMap<>();
        tomograms.forEach(tomogram -> results.put(tomogram.name(), of(tomogram)));
        return results;
    }

    private AlignedTomogram of(Tomogram tomogram) {
        long end = System.nanoTime() + PATIENCE.toNanos();
        do {
            Optional<Checkpoint> checkpoint = Checkpoint.read(temp, tomogram.series())
                    .filter(one -> one.fits(settings, tomogram, inputs.reference()) && one.fitsImages(tomogram.series()));
            if (checkpoint.isPresent()) {
                return checkpoint.get().alignment();
            }
            pause();
        } while (System.nanoTime() < end);
        throw new IllegalStateException(Checkpoint.file(temp, tomogram.series()) + ": found no result of this job, expected that "
                + "of another rank; do all ranks see the same files?");
    }

    private static void pause() {
        try {
            Thread.sleep(MILLISECONDS_BETWEEN_LOOKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a file", e);
        }
    }
}
