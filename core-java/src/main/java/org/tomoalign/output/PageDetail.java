package org.tomoalign.output;

/**
 * How much of each tomogram the web page holds, so that it stays readable and quick with hundreds of them.
 *
 * @param particles of which it has positions and scores
 * @param tracks    of which it has trajectories
 */
public record PageDetail(int particles, int tracks) {
    private static final int MOST_PARTICLES = 3000;
    private static final int MOST_TRACKS = 800;
    /** Of the whole page; some 60 and 350 bytes each. */
    private static final int PARTICLES_OF_PAGE = 130_000;
    private static final int TRACKS_OF_PAGE = 25_000;
    private static final int LEAST = 40;

    /** Returns what one of so many tomograms gets. */
    public static PageDetail of(int tomograms) {
        int n = Math.max(1, tomograms);
        return new PageDetail(Math.clamp(PARTICLES_OF_PAGE / n, LEAST, MOST_PARTICLES),
                Math.clamp(TRACKS_OF_PAGE / n, LEAST, MOST_TRACKS));
    }
}
