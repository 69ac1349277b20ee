package org.tomoalign.job;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.tomoalign.input.Message;

/** Passes everything on, and keeps the warnings. */
final class WarningsKept implements JobListener {
    private final JobListener listener;
    private final Set<String> warnings = new LinkedHashSet<>();

    WarningsKept(JobListener listener) {
        this.listener = listener;
    }

    @Override
    public void on(JobEvent event) {
        if (event instanceof JobEvent.Warning(var text, var summedUp) && !summedUp) {
            synchronized (warnings) {
                warnings.add(text.toString());
            }
        }
        listener.on(event);
    }

    /** Returns all warnings but those that the advice sums up, and the advice. */
    List<String> warningsAnd(List<Message> advice) {
        synchronized (warnings) {
            return Stream.concat(warnings.stream(), advice.stream().map(Message::toString)).toList();
        }
    }
}
