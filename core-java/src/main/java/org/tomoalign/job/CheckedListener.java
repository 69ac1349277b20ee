package org.tomoalign.job;

/**
 * Passes everything on, and makes a check at the beginning and at every step of a stage.
 *
 * @param listener is told everything
 * @param check    may be called from any thread; stops the work by throwing
 */
record CheckedListener(JobListener listener, Runnable check) implements JobListener {
    @Override
    public void on(JobEvent event) {
        switch (event) {
            case JobEvent.Began _ -> {
                // Before the listener hears of it: nobody would end a stage that could not begin.
                check.run();
                listener.on(event);
            }
            case JobEvent.Advanced _, JobEvent.Iterated _ -> {
                listener.on(event);
                check.run();
            }
            default -> listener.on(event);
        }
    }
}
