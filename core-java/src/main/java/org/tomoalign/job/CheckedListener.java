package org.tomoalign.job;

import org.tomoalign.input.Message;

/**
 * Passes everything on, and makes a check at the beginning and at every step of a stage.
 *
 * @param listener is told everything
 * @param check    may be called from any thread; stops the work by throwing
 */
record CheckedListener(JobListener listener, Runnable check) implements JobListener {
    @Override
    public void message(String line) {
        listener.message(line);
    }

    @Override
    public void warning(Message line) {
        listener.warning(line);
    }

    @Override
    public Stage stage(String tomogram, String what, long total) {
        check.run();
        Stage stage = listener.stage(tomogram, what, total);
        return new Stage() {
            @Override
            public void advance(long steps) {
                stage.advance(steps);
                check.run();
            }

            @Override
            public void close() {
                stage.close();
            }
        };
    }
}
