package org.tomoalign.cli;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.tomoalign.job.AlignJob;
import org.tomoalign.job.JobListener;
import org.tomoalign.job.JobPart;
import org.tomoalign.job.PipelineControl;
import org.tomoalign.job.Team;
import org.tomoalign.mpi.Launch;
import org.tomoalign.mpi.MpiException;
import org.tomoalign.mpi.Ranks;

/**
 * The main job as one of several processes that mpirun, mpiexec or srun has started. The first speaks for all and is the
 * one that RELION's pipeline sees.
 */
final class RankedAlign {
    private final AlignCommand command;
    private final Invocation invocation;
    private final Launch launch;

    /** @param launch how this process was started */
    RankedAlign(AlignCommand command, Invocation invocation, Launch launch) {
        this.command = command;
        this.invocation = invocation;
        this.launch = launch;
    }

    /** Returns the exit code. */
    int run() {
        Ranks ranks;
        try {
            ranks = Ranks.join(launch);
        } catch (MpiException e) {
            return new UnconnectedRanks(command, launch).run(e.getMessage());
        }
        // Closing it waits for the others, as all ranks leave MPI together.
        try (ranks) {
            int threads = Threads.share(ranks);
            PipelineControl control = ranks.rank() == 0 ? command.control() : new PipelineControl(Optional.empty());
            DisplayOptions.Display shown = command.display(true);
            JobListener listener = ranks.rank() == 0 ? shown.listener() : JobListener.SILENT;
            try (ConsoleListener console = shown.console(); Team team = new Team(ranks, listener);
                    var _ = StopOnSignal.watch(control, console::close)) {
                return run(ranks, team, control, threads);
            }
        }
    }

    private int run(Ranks ranks, Team team, PipelineControl control, int threads) {
        try {
            AtomicInteger failed = new AtomicInteger();
            control.run(() -> {
                if (team.isFirst()) {
                    command.warnings().forEach(team.listener()::warning);
                    team.listener().message(ranks.size() + " ranks, " + ranks.nodeSize() + " of them on this node, through "
                            + ranks.version());
                }
                failed.set(new AlignJob(command.plan(threads), new JobPart.Member(team), control.watching(team.listener()))
                        .run().failed().size());
            });
            // The first rank's code is that of the job.
            return team.isFirst() && failed.get() > 0 ? TomoAlign.DONE_WITH_FAILURES : TomoAlign.DONE;
        } catch (RuntimeException | Error e) {
            String sentence = Failures.sentence(e);
            boolean allKnow = team.failed(sentence);
            if (invocation.debug()) {
                e.printStackTrace(System.err);
            }
            if (team.isFirst()) {
                System.err.println("tomo-align: " + sentence);
            } else if (!allKnow) {
                System.err.println("tomo-align: rank " + ranks.rank() + " ends the job: " + sentence
                        + "; --only_do_unfinished continues");
            }
            System.err.flush();
            int code = Failures.code(e);
            if (!allKnow) {
                ranks.abort(code);
            }
            return code;
        }
    }
}
