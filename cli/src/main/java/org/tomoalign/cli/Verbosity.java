package org.tomoalign.cli;

/** How much is said. */
enum Verbosity {
    /** Warnings and errors. */
    QUIET,
    /** What happens to every tomogram; in a file also every stage. */
    NORMAL,
    /** Every stage and every iteration. */
    VERBOSE
}
