package org.tomoalign.output;

/**
 * How much of each tomogram the web page holds, so that it stays readable and quick with hundreds of them.
 *
 * @param particles of which it has positions and scores
 * @param tracks    of which it has trajectories
 * @param windowBytes for the mean correlation windows of its images
 */
public record PageDetail(int particles, int tracks, int windowBytes) {
    private static final int MOST_PARTICLES = 3000;
    private static final int MOST_TRACKS = 800;
    /** Of the whole page; some 60 and 350 bytes each. */
    private static final int PARTICLES_OF_PAGE = 130_000;
    private static final int TRACKS_OF_PAGE = 25_000;
    private static final int WINDOW_BYTES_OF_PAGE = 8_000_000;
    private static final int LEAST = 40;
    /** Smaller pictures of windows, px from the middle to a side, show nothing. */
    private static final int SMALLEST_WINDOW = 4;

    /** Returns what one of so many tomograms gets. */
    public static PageDetail of(int tomograms) {
        int n = Math.max(1, tomograms);
        return new PageDetail(Math.clamp(PARTICLES_OF_PAGE / n, LEAST, MOST_PARTICLES),
                Math.clamp(TRACKS_OF_PAGE / n, LEAST, MOST_TRACKS),
                WINDOW_BYTES_OF_PAGE / n);
    }

    /**
     * Returns how large mean correlation windows of images can be shown, before and after, px from the middle to a side; 0 if
     * not at all.
     *
     * @param most  that there is
     * @param bytes that they may take
     */
    static int half(int images, int most, int bytes) {
        // Two pictures an image, four characters for three bytes.
        double pixels = bytes / (images * 2 * 4 / 3.0);
        int half = Math.min(most, (int) ((Math.sqrt(pixels) - 1) / 2));
        return half >= Math.min(most, SMALLEST_WINDOW) ? half : 0;
    }
}
