package org.tomoalign.job;

import java.util.concurrent.atomic.AtomicLong;

/** A stage in progress, whose steps become events. */
final class OpenStage implements JobListener.Stage {
    private final JobListener listener;
    private final JobEvent.Stage stage;
    private final long start = System.nanoTime();
    private final AtomicLong done = new AtomicLong();

    OpenStage(JobListener listener, JobEvent.Stage stage) {
        this.listener = listener;
        this.stage = stage;
        listener.on(new JobEvent.Began(stage));
    }

    @Override
    public void advance(long steps) {
        listener.on(new JobEvent.Advanced(stage, done.addAndGet(steps)));
    }

    @Override
    public void iterated(int iteration, double cost) {
        done.set(iteration);
        listener.on(new JobEvent.Iterated(stage, iteration, cost));
    }

    @Override
    public void close() {
        listener.on(new JobEvent.Ended(stage, done.get(), (System.nanoTime() - start) * 1e-9));
    }
}
