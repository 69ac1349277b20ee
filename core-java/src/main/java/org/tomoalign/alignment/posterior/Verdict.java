package org.tomoalign.alignment.posterior;

import java.util.List;
import org.tomoalign.tomogram.HeldOutGain;

/**
 * What the windows that were held out say.
 *
 * @param total     of the tomogram
 * @param images    per chronological image
 * @param particles per particle
 */
public record Verdict(HeldOutGain total, List<HeldOutGain> images, List<HeldOutGain> particles) {
    /** Copies the lists. */
    public Verdict {
        images = List.copyOf(images);
        particles = List.copyOf(particles);
    }

    /** Returns whether the input is to be kept. */
    public boolean keepsInput() {
        return total.worse();
    }

    /**
     * Sums up.
     *
     * @param before correlation of each window {@code p F + t} with the input's geometry
     * @param after  with the geometry refined without it; NaN where the window was not held out
     * @param images F
     */
    static Verdict of(double[] before, double[] after, int images) {
        int particles = before.length / images;
        GainSum total = new GainSum();
        GainSum[] byImage = sums(images);
        GainSum[] byParticle = sums(particles);
        for (int w = 0; w < before.length; w++) {
            if (!Double.isNaN(after[w])) {
                double gain = after[w] - before[w];
                byImage[w % images].add(before[w], gain);
                byParticle[w / images].add(before[w], gain);
            }
        }
        GainSum ofParticles = new GainSum();
        for (GainSum sum : byParticle) {
            total.merge(sum);
            if (sum.windows() > 0) {
                ofParticles.add(0, sum.gain());
            }
        }
        // Windows of a particle may err together; a few particles may agree by chance.
        double error = Math.max(total.error(), ofParticles.error());
        return new Verdict(total.result(error), results(byImage), results(byParticle));
    }

    private static GainSum[] sums(int n) {
        GainSum[] out = new GainSum[n];
        java.util.Arrays.setAll(out, i -> new GainSum());
        return out;
    }

    private static List<HeldOutGain> results(GainSum[] sums) {
        return java.util.Arrays.stream(sums).map(s -> s.result(s.error())).toList();
    }
}
