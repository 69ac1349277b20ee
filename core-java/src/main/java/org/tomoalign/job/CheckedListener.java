package org.tomoalign.job;

/** Passes everything on, and makes a check at the beginning and at every step of a stage. */
final class CheckedListener implements JobListener {
    private final JobListener listener;
    private final Runnable check;
    private volatile boolean thrown;

    /**
     * @param listener receives all events
     * @param check    may be called from any thread; stops the work by throwing
     */
    CheckedListener(JobListener listener, Runnable check) {
        this.listener = listener;
        this.check = check;
    }

    @Override
    public void on(JobEvent event) {
        try {
            pass(event);
        } catch (RuntimeException | Error e) {
            thrown = true;
            throw e;
        }
    }

    private void pass(JobEvent event) {
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

    /** Returns whether the check or the listener has thrown something: the work was stopped then, it did not fail. */
    boolean hasThrown() {
        return thrown;
    }
}
