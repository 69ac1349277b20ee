package org.tomoalign.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;

/** Asks the system how wide the terminal is, now and then, as its window may change. */
final class TerminalWidth implements IntSupplier {
    private static final long NANOSECONDS_BETWEEN_LOOKS = 5_000_000_000L;

    private int columns;
    private long due = System.nanoTime();

    @Override
    public synchronized int getAsInt() {
        long now = System.nanoTime();
        if (now - due >= 0) {
            due = now + NANOSECONDS_BETWEEN_LOOKS;
            columns = ask();
        }
        return columns;
    }

    /** Returns 0 if the system does not tell. */
    private static int ask() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.DISCARD).start();
            String answer = new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            String[] size = answer.strip().split(" ");
            return stty.waitFor(1, TimeUnit.SECONDS) && size.length == 2 ? Integer.parseInt(size[1]) : 0;
        } catch (IOException | NumberFormatException e) {
            return 0;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }
}
