package org.tomoalign.cli;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * How the program was called.
 *
 * @param words its arguments, the first of which may be a command; or RELION's name for it, which the start script puts
 *              there when it was called by that name
 */
record Invocation(List<String> words) {
    static final String RELION_NAME = "relion_tomo_align";

    private static final Set<String> RELION = Set.of(RELION_NAME, RELION_NAME + "_mpi");

    /** Copies the list. */
    Invocation {
        words = List.copyOf(words);
    }

    /** Returns whether RELION's program was called, whose way of reading a command line then holds. */
    boolean asRelion() {
        return !words.isEmpty() && RELION.contains(words.getFirst());
    }

    /** Returns whether it was called by the name for several processes. */
    boolean asRanks() {
        return asRelion() && words.getFirst().endsWith("_mpi");
    }

    /** Returns whether failures are to be shown with their place in the program. */
    boolean debug() {
        return words.contains(TomoAlign.DEBUG);
    }

    /** Returns the name of the program that was called. */
    String program() {
        return asRelion() ? words.getFirst() : "tomo-align";
    }

    /** Returns the command as one can type it again: words that a shell would split or change are quoted. */
    String text() {
        return Stream.concat(Stream.of(program()), words.stream().skip(asRelion() ? 1 : 0)).map(Invocation::quoted)
                .collect(Collectors.joining(" "));
    }

    /** Returns a word as a shell takes it for one. */
    static String quoted(String word) {
        return word.matches("[\\p{L}\\p{N}_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
