package org.tomoalign.cli;

import java.util.concurrent.Callable;
import org.tomoalign.input.InputException;
import picocli.CommandLine.Command;

/** Names and describes the command, which the start script carries out: it concerns how Java is started. */
@Command(name = "warm-up", mixinStandardHelpOptions = true,
        description = "Stores the program's classes for a faster start: in the installation if that can be written to, for "
                + "all users; else in the user's cache folder, as the first job would do.")
final class WarmUpCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        throw new InputException("warm-up: not done, expected to be called by the start script, tomo-align, and alone");
    }
}
