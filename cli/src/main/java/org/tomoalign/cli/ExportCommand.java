package org.tomoalign.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.export.ExportFormat;
import org.tomoalign.export.ExportJob;
import org.tomoalign.export.ExportOutcome;
import org.tomoalign.input.InputException;
import org.tomoalign.project.Alignments;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Writes a finished alignment in the files of another program. */
@Command(name = "export", sortOptions = false, mixinStandardHelpOptions = true,
        description = "Writes an alignment for IMOD, AreTomo, Warp and M, or in the CETS data model, and says how far the "
                + "files are from it. Run it where the job ran: paths in STAR files are relative to that folder.")
final class ExportCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DIR",
            description = "output folder of a finished job; or an optimisation set or tomogram set")
    private Path place;

    @Option(names = "--to", paramLabel = "FORMAT", required = true, description = "imod, aretomo, warp or cets")
    private String format;

    @Option(names = "--o", paramLabel = "DIR", description = "folder for the files (default: export/FORMAT in the job's folder)")
    private Path output;

    @Option(names = "--motion_error", paramLabel = "PX", defaultValue = "0.1",
            description = "Warp: motion goes into its grids if no more than this remains, root mean square "
                    + "(default: ${DEFAULT-VALUE})")
    private double motionError;

    @Option(names = "--force", description = "replace files that exist")
    private boolean force;

    @Option(names = "--j", paramLabel = "N", description = Threads.DESCRIPTION)
    private Integer threads;

    @Override
    public Integer call() {
        ExportFormat target = ExportFormat.of(format).orElseThrow(() -> new InputException(
                "--to " + format + ": expected imod, aretomo, warp or cets"));
        if (place == null) {
            throw new InputException("DIR: has no value, expected the output folder of a finished job");
        }
        if (!(motionError >= 0)) {
            throw new InputException("--motion_error " + motionError + ": expected 0 or more");
        }
        Path folder = output != null ? output : home().resolve("export").resolve(target.word());
        Alignments alignments = Alignments.read(place, Path.of(""), message -> System.err.println("Warning: " + message));
        try (ForkJoinPool pool = new ForkJoinPool(Threads.count(threads))) {
            List<ExportOutcome> outcomes = new ExportJob(target, motionError, force).write(alignments, folder, pool);
            System.out.print(ExportTable.format(outcomes));
        }
        System.out.println("written: " + folder + ", with the differences per image and particle in " + ExportJob.RESIDUALS);
        return TomoAlign.DONE;
    }

    private Path home() {
        if (Files.isDirectory(place)) {
            return place;
        }
        Path parent = place.getParent();
        return parent == null ? Path.of("") : parent;
    }
}
