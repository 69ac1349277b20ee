package org.tomoalign.cli;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/** Runs the program as a user does, and keeps what it says. */
final class Cli {
    /** What became of a run. */
    record Outcome(int code, String out, String err) {
        /** Returns standard error without warnings and tomograms that failed. */
        String errors() {
            return err.lines().filter(line -> !line.startsWith("Warning: ") && !line.startsWith("Error: ")).map(line -> line + "\n")
                    .collect(Collectors.joining());
        }
    }

    private Cli() {
    }

    static Outcome run(String... args) {
        PrintStream realOut = System.out, realErr = System.err;
        ByteArrayOutputStream out = new ByteArrayOutputStream(), err = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
            int code = TomoAlign.run(args);
            return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            System.setOut(realOut);
            System.setErr(realErr);
        }
    }
}
