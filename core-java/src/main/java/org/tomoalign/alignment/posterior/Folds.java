package org.tomoalign.alignment.posterior;

import java.util.Random;

/**
 * Divides windows at random into {@value #COUNT} folds. The division follows from a name, not from the order of work.
 */
final class Folds {
    /** Number of folds. */
    static final int COUNT = 4;

    private final byte[] fold;

    /**
     * @param windows number of windows
     * @param name    of the tomogram
     */
    Folds(int windows, String name) {
        fold = new byte[windows];
        Random random = new Random(name.hashCode());
        for (int w = 0; w < windows; w++) {
            fold[w] = (byte) random.nextInt(COUNT);
        }
    }

    /** Returns whether a window belongs to a fold. */
    boolean contains(int window, int index) {
        return fold[window] == index;
    }

    /** Returns the weights of the windows with those of one fold set to zero. */
    double[] without(int index, double[] weights) {
        double[] out = weights.clone();
        for (int w = 0; w < out.length; w++) {
            if (contains(w, index)) {
                out[w] = 0;
            }
        }
        return out;
    }
}
