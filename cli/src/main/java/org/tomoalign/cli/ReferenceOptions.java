package org.tomoalign.cli;

import org.tomoalign.reference.ShellWeights;
import picocli.CommandLine.Option;

/** How the reference's shells are weighted. */
final class ReferenceOptions {
    @Option(names = "--freq_cutoff", paramLabel = "Å", defaultValue = "-1",
            description = "explicit resolution limit; negative: none (default: ${DEFAULT-VALUE})")
    private double cutoff;

    @Option(names = "--fsc_thresh_width", paramLabel = "SHELLS", defaultValue = "5",
            description = "width of the weight's flank behind the last good shell (default: ${DEFAULT-VALUE})")
    private double flank;

    @Option(names = "--use_SNR_weight", description = "weight each shell by its signal-to-noise ratio")
    private boolean snrWeight;

    ShellWeights.Options options() {
        return new ShellWeights.Options(snrWeight, cutoff, flank);
    }
}
