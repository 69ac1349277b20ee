package org.tomoalign.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.input.InputException;
import org.tomoalign.job.JobEvent;
import org.tomoalign.job.JobListener;
import org.tomoalign.job.ReportJob;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a report again. */
@Command(name = "report", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Makes report.html and logfile.pdf of a finished job again, from its input and its folder temp. Run it "
                + "where the job ran: paths in STAR files are relative to that folder.")
final class ReportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR", description = "output folder of a finished job")
    private Path folder;

    @Option(names = "--j", paramLabel = "N", description = Threads.DESCRIPTION)
    private Integer threads;

    @Override
    public Integer call() {
        if (folder == null) {
            throw new InputException("DIR: has no value, expected the output folder of a finished job");
        }
        JobListener listener = event -> {
            if (event instanceof JobEvent.Warning warning) {
                System.err.println("Warning: " + warning.text().spelled(OptionNames::of));
            }
        };
        try (ForkJoinPool pool = new ForkJoinPool(Threads.count(threads))) {
            new ReportJob(Path.of(""), folder).run(listener, pool);
        }
        System.out.println("written: " + folder.resolve("report.html") + ", " + folder.resolve("logfile.pdf"));
        return TomoAlign.DONE;
    }
}
