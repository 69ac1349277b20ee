package org.tomoalign.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Plural;
import org.tomoalign.input.Setting;
import org.tomoalign.tomogram.Tomogram;

/** The part of a job that a process does. */
public sealed interface JobPart {
    /** All of it. */
    JobPart WHOLE = new Whole();
    /** Equal ones stay in their order. */
    Comparator<Tomogram> LARGEST_FIRST = Comparator.comparingLong(Tomogram::particleImages).reversed();

    /** All of it: the tomograms are aligned and the project is written. */
    record Whole() implements JobPart {
    }

    /**
     * Some of the tomograms, whose results stay in the folder {@code temp} until a {@link Merge}. The shards of a job have
     * about the same number of windows each; which tomograms they are follows from the input alone.
     *
     * @param index from 1 on
     * @param count number of shards
     */
    record Shard(int index, int count) implements JobPart {
        /**
         * Checks the numbers.
         *
         * @throws InputException if there is no such shard
         */
        public Shard {
            Setting.SHARD.require(count >= 1 && index >= 1 && index <= count, index + "/" + count,
                    "the number of a shard, from 1 on, and that of all shards, such as 1/4");
        }

        /**
         * Returns its tomograms, in their order: the largest goes first to the shard that has least so far. There are none
         * if there are more shards than tomograms and this is one of the last.
         */
        List<Tomogram> of(List<Tomogram> all) {
            List<Tomogram> largestFirst = new ArrayList<>(all);
            largestFirst.sort(LARGEST_FIRST);
            long[] windows = new long[count];
            Set<String> mine = new HashSet<>();
            for (Tomogram tomogram : largestFirst) {
                int least = 0;
                for (int shard = 1; shard < count; shard++) {
                    least = windows[shard] < windows[least] ? shard : least;
                }
                windows[least] += tomogram.particleImages();
                if (least == index - 1) {
                    mine.add(tomogram.name());
                }
            }
            return all.stream().filter(tomogram -> mine.contains(tomogram.name())).toList();
        }

        /** Returns what is to be said when it is done. */
        Message done(int tomograms) {
            return Message.of("shard ", this, tomograms == 0 ? " has nothing to do, as there are fewer tomograms than shards"
                    : " is done: " + Plural.of(tomograms, "tomogram") + " in temp", "; when all shards are done, the command "
                    + "merge with the options of this job writes the project");
        }

        @Override
        public String toString() {
            return index + "/" + count;
        }
    }

    /**
     * The project is written from what all shards have left.
     *
     * @param folders output folders of the shards; none: all of them had that of the job
     */
    record Merge(List<Path> folders) implements JobPart {
        /** Copies the list. */
        public Merge {
            folders = List.copyOf(folders);
        }
    }

    /**
     * What one rank of an MPI job does: some of the tomograms, and if it is the first rank, all else.
     *
     * @param team all ranks
     */
    record Member(Team team) implements JobPart {
    }

    /** Returns the tomograms that this part is about. */
    default List<Tomogram> tomograms(List<Tomogram> all) {
        return this instanceof Shard shard ? shard.of(all) : all;
    }

    /** Returns whether it writes the project, rather than only results of tomograms. */
    default boolean writes() {
        return switch (this) {
            case Shard _ -> false;
            case Member(Team team) -> team.isFirst();
            case Whole _, Merge _ -> true;
        };
    }

    /** Returns the number of processes of the job that share this one's memory. */
    default int processesOnNode() {
        return this instanceof Member(Team team) ? team.processesOnNode() : 1;
    }

    /** Returns tomograms in the order in which they are begun: where several ranks take them, the largest come first. */
    default List<Tomogram> inOrder(List<Tomogram> tomograms) {
        List<Tomogram> order = new ArrayList<>(tomograms);
        if (this instanceof Member) {
            order.sort(LARGEST_FIRST);
        }
        return order;
    }

    /** Returns what gives this process the numbers of its tomograms, one by one. */
    default IntSupplier queue() {
        return this instanceof Member(Team team) ? team.queue() : new AtomicInteger()::getAndIncrement;
    }
}
