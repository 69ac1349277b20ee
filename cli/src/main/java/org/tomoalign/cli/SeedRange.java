package org.tomoalign.cli;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;
import org.tomoalign.input.InputException;

/**
 * Consecutive seeds, one for each of several projects.
 *
 * @param first seed
 * @param last  seed, not below the first
 */
record SeedRange(long first, long last) {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,15}");
    private static final Pattern RANGE = Pattern.compile("([0-9]{1,15})-([0-9]{1,15})");
    /** More is a slip of the finger. */
    private static final int MOST = 10_000;

    /**
     * Reads {@code N}, so many seeds from the given one on, or {@code FIRST-LAST}.
     *
     * @throws InputException if the text is neither
     */
    static SeedRange parse(String text, long from) {
        Matcher range = RANGE.matcher(text);
        SeedRange seeds = range.matches() ? new SeedRange(Long.parseLong(range.group(1)), Long.parseLong(range.group(2)))
                : NUMBER.matcher(text).matches() ? new SeedRange(from, from + Long.parseLong(text) - 1) : null;
        if (seeds == null || seeds.last < seeds.first || seeds.last - seeds.first >= MOST) {
            throw new InputException("--seeds " + text + ": expected a number from 1 to " + MOST
                    + ", or first-last, such as 11-20");
        }
        return seeds;
    }

    /** Returns the seeds in ascending order. */
    List<Long> all() {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }
}
