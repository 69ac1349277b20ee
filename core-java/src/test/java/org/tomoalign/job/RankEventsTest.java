package org.tomoalign.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;

class RankEventsTest {
    private static final long SECOND = 1_000_000_000;

    private final RankEvents writer = new RankEvents();
    private final RankEvents reader = new RankEvents();

    @Test
    void whatARankSaysArrivesAsItWas() {
        JobEvent.Stage stage = new JobEvent.Stage("TS_01", Activity.ALIGNING, 0);
        TomogramMetrics metrics = new TomogramMetrics("TS_01", 3, 5, 15, 1, -0.1, -1.0 / 3, 7, 9, "it converged", true, 1e-300,
                0.7, Map.of("correlation", 0.25), 11, 13, Optional.empty());
        List<JobEvent> events = List.of(new JobEvent.Note(Message.of("Größe")),
                new JobEvent.Warning(Message.of(Setting.RANGE, " 4: beyond"), true),
                new JobEvent.Began(stage), new JobEvent.Iterated(stage, 3, -1.0 / 3), new JobEvent.Advanced(stage, 17),
                new JobEvent.Ended(stage, 17, 0.125), new JobEvent.Aligned(metrics, true));
        List<JobEvent> arrived = new ArrayList<>();
        long now = 0;
        for (JobEvent event : events) {
            arrived.add(happened(2, writer.write(event, now).orElseThrow()));
            now += SECOND;
        }
        assertEquals(events, arrived);
        JobEvent.Stage received = ((JobEvent.Began) arrived.get(2)).stage();
        assertTrue(((JobEvent.Ended) arrived.get(5)).stage() == received, "one stage, one object");
    }

    @Test
    void stepsInQuickSuccessionAndWhatAllSayAreLeftOut() {
        JobEvent.Stage stage = new JobEvent.Stage("TS_01", Activity.CORRELATING, 100);
        JobEvent.Stage ofAll = new JobEvent.Stage("", Activity.READING_REFERENCE, 2);
        writer.write(new JobEvent.Began(stage), 0);
        assertTrue(writer.write(new JobEvent.Advanced(stage, 1), SECOND / 4).isEmpty());
        assertTrue(writer.write(new JobEvent.Advanced(stage, 2), SECOND).isPresent());
        assertTrue(writer.write(new JobEvent.Advanced(stage, 3), SECOND + 1).isEmpty());
        assertTrue(writer.write(new JobEvent.Began(ofAll), 0).isEmpty());
        assertTrue(writer.write(new JobEvent.Ended(ofAll, 2, 1), 0).isEmpty());
        assertTrue(writer.write(new JobEvent.Planned(List.of(), 1, 1), 0).isEmpty());
    }

    @Test
    void stagesOfDifferentRanksAreDifferent() {
        RankEvents other = new RankEvents();
        JobEvent.Stage first = new JobEvent.Stage("TS_01", Activity.ALIGNING, 0);
        JobEvent.Stage second = new JobEvent.Stage("TS_02", Activity.ALIGNING, 0);
        happened(1, writer.write(new JobEvent.Began(first), 0).orElseThrow());
        happened(2, other.write(new JobEvent.Began(second), 0).orElseThrow());
        assertEquals(new JobEvent.Ended(first, 1, 2), happened(1, writer.write(new JobEvent.Ended(first, 1, 2), 0).orElseThrow()));
        assertEquals(new JobEvent.Ended(second, 1, 2), happened(2, other.write(new JobEvent.Ended(second, 1, 2), 0).orElseThrow()));
    }

    @Test
    void failuresAndEndings() {
        assertEquals(new RankEvents.Failed("no \"luck\""), reader.read(1, writer.failure("no \"luck\"")));
        assertEquals(new RankEvents.Ending(), reader.read(1, writer.ending()));
    }

    private JobEvent happened(int rank, byte[] bytes) {
        return ((RankEvents.Happened) reader.read(rank, bytes)).event();
    }
}
