package org.tomoalign.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.input.InputException;
import org.tomoalign.project.OutputFolder;
import org.tomoalign.project.Project;
import org.tomoalign.tomogram.Tomogram;

/**
 * Makes the report of a finished job again, from its input and its checkpoints.
 *
 * @param workingDirectory where the job ran: paths in files are relative to it
 * @param folder           the job's output folder
 */
public record ReportJob(Path workingDirectory, Path folder) {
    /**
     * Writes {@code report.html} and {@code logfile.pdf}.
     *
     * @throws InputException if the folder holds no finished job, or its input has changed since
     * @throws java.io.UncheckedIOException if the report cannot be written
     */
    public void run(JobListener listener, ForkJoinPool pool) {
        OutputFolder output = OutputFolder.of(workingDirectory, folder);
        Path temp = output.file("temp");
        if (!Files.isDirectory(temp)) {
            throw new InputException(folder + ": found no folder temp, expected the output folder of a finished job");
        }
        ReportNotes notes = ReportNotes.read(temp).orElseThrow(() -> new InputException(temp
                + ": found no notes for a report, expected those of a finished job of this version of the program"));
        try (FolderLock lock = FolderLock.take(output, listener::warning)) {
            Project project = Project.read(notes.paths(), workingDirectory, listener::warning);
            List<Tomogram> tomograms = new ArrayList<>();
            Map<String, AlignedTomogram> aligned = new LinkedHashMap<>();
            for (Tomogram tomogram : project.tomogramsWithParticles()) {
                Checkpoint.read(lock.temp(), tomogram.series()).ifPresentOrElse(checkpoint -> {
                    requireSameShape(tomogram, checkpoint.alignment());
                    tomograms.add(tomogram);
                    aligned.put(tomogram.name(), checkpoint.alignment());
                }, () -> listener.warning(tomogram.name() + ": has no checkpoint in " + temp + ", left out"));
            }
            if (tomograms.isEmpty()) {
                throw new InputException(temp + ": found no checkpoint of any tomogram, expected a finished job");
            }
            JobReport.write(tomograms, aligned, notes, output, listener, pool);
        }
    }

    private static void requireSameShape(Tomogram tomogram, AlignedTomogram aligned) {
        int images = aligned.geometry().projections().size();
        int particles = aligned.geometry().positions().size();
        if (images != tomogram.series().images().size() || particles != tomogram.particles().size()) {
            throw new InputException(tomogram.name() + ": found " + tomogram.particles().size() + " particles on "
                    + tomogram.series().images().size() + " images in the job's input, expected " + particles + " on " + images
                    + ": it has changed since the job");
        }
    }
}
