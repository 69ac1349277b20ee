package org.tomoalign.cli;

import org.tomoalign.job.JobCheck;
import picocli.CommandLine.Command;

/** Checks the input of a job: the command line of {@code align} with {@code check} instead. */
@Command(name = "check", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        customSynopsis = "tomo-align check --i=STAR --b=PX --o=DIR [OPTION ...]",
        description = "Reads all input of a job and lists every problem, without running the job: the same options as "
                + "align. Estimates memory and time.")
final class CheckCommand extends AlignCommand {
    CheckCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    public Integer call() {
        DisplayOptions.Display display = display(false);
        try (ConsoleListener console = display.console()) {
            new JobCheck(plan(), display.listener()).run();
            console.repeatWarnings();
        }
        return TomoAlign.DONE;
    }
}
