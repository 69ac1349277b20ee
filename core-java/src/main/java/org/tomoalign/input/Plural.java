package org.tomoalign.input;

/** Numbers of things, in words. */
public final class Plural {
    private Plural() {
    }

    /** Returns "1 window", "2 windows". */
    public static String of(long count, String thing) {
        return count + " " + thing + (count == 1 ? "" : "s");
    }
}
