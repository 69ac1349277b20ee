package org.tomoalign.tomogram;

import java.util.List;

/**
 * The mean correlation windows of a tomogram around the particles' positions before an alignment and after, and what
 * frequencies contribute to the values in their middle, which are the mean correlations there.
 *
 * @param all         the mean over all particle images
 * @param images      by chronological image; without windows where no particle counts
 * @param bandWidth   1/px: band k holds frequencies around k times that
 * @param bandsBefore contributions to the mean correlation before, units of log-likelihood, from band 0 on
 * @param bandsAfter  the same after
 */
public record MeanWindows(
        WindowPair all, List<WindowPair> images, double bandWidth, double[] bandsBefore, double[] bandsAfter) {
    /** Part of the largest contribution. */
    private static final double LEAST = 0.02;

    /** Copies the list. */
    public MeanWindows {
        images = List.copyOf(images);
    }

    /** Returns how many bands, from band 0 on, show what there is to see: beyond them hardly anything is left. */
    public int bandsToShow() {
        double most = 0;
        for (int k = 1; k < bandsAfter.length; k++) {
            most = Math.max(most, Math.max(Math.abs(bandsBefore[k]), Math.abs(bandsAfter[k])));
        }
        int last = bandsAfter.length - 1;
        while (last > 0 && Math.max(Math.abs(bandsBefore[last]), Math.abs(bandsAfter[last])) < LEAST * most) {
            last--;
        }
        return Math.min(bandsAfter.length, last + 2);
    }
}
