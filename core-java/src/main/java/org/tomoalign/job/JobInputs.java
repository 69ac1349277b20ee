package org.tomoalign.job;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Problems;
import org.tomoalign.input.Setting;
import org.tomoalign.project.FileVersion;
import org.tomoalign.project.OutputFolder;
import org.tomoalign.project.Project;
import org.tomoalign.project.ProjectWriter;
import org.tomoalign.project.ReadContext;
import org.tomoalign.reference.ReferenceFiles;
import org.tomoalign.reference.ReferenceMap;
import org.tomoalign.tomogram.TiltSeries;
import org.tomoalign.tomogram.Tomogram;

/**
 * All that a job reads before it computes: tables, and the headers of images and maps.
 *
 * @param project   what the files say
 * @param output    where the results go
 * @param writer    will write them
 * @param version   of the files that are written
 * @param tomograms those with particles, at least one
 * @param reference its files
 * @param headers   of the tilt images
 */
record JobInputs(
        Project project, OutputFolder output, ProjectWriter writer, FileVersion version, List<Tomogram> tomograms,
        ReferenceMap.Source reference, ImageHeaders headers) {
    /** Returns the same with some of the tomograms only. */
    JobInputs with(List<Tomogram> some) {
        return new JobInputs(project, output, writer, version, some, reference, headers);
    }

    /**
     * Reads a job's input and checks it against the settings; nothing is written.
     *
     * @param problems takes all that is wrong
     * @param listener hears of what is odd but usable
     * @return the input, if nothing was wrong
     */
    static Optional<JobInputs> read(JobPlan plan, Problems problems, JobListener listener) {
        Consumer<String> warnings = listener::warning;
        int before = problems.count();
        OutputFolder output = OutputFolder.of(plan.workingDirectory(), plan.output());
        problems.attempt(() -> WritableFolder.require(output));
        ImageHeaders headers = new ImageHeaders(plan.onlyUnfinished(), output.file("temp"));
        Optional<Project> found =
                Project.read(plan.input(), new ReadContext(plan.workingDirectory(), headers, problems, warnings));
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Project project = found.get();
        FileVersion version = plan.format().orElse(project.tomograms().version());
        Optional<ProjectWriter> writer = problems.attempt(() -> new ProjectWriter(
                project, output, version, plan.is(JobPlan.Manner.REPLACING_INPUT), warnings));
        problems.attempt(() -> requireRoomForMagnification(project, plan));
        List<Tomogram> tomograms = project.tomogramsWithParticles();
        for (Tomogram tomogram : tomograms) {
            problems.attempt(() -> requireBoxFits(tomogram.series(), plan.settings().box()));
            problems.attempt(() -> InputDeformations.of(tomogram, plan.settings().deformation(), warnings));
        }
        plan.settings().motion().ifPresent(prior -> MotionCheck.run(tomograms, prior, problems, listener));
        ReferenceMap.Source source = ReferenceLoader.source(project, problems);
        ReferenceFiles.check(source, plan.settings().box(), problems, warnings);
        return problems.count() > before ? Optional.empty()
                : Optional.of(new JobInputs(project, output, writer.orElseThrow(), version, tomograms, source, headers));
    }

    /** Adds to the problems that images cannot be used, of those tomograms that will need them. */
    void requireImages(List<Tomogram> unfinished, Problems problems) {
        for (Tomogram tomogram : unfinished) {
            tomogram.series().images().stream().map(image -> image.source().file()).distinct()
                    .flatMap(file -> headers.problem(file).stream())
                    .forEach(problem -> problems.add(problem + " (tilt series " + tomogram.name() + ")"));
        }
    }

    /** Throws {@link InputException} if magnifications are refined and the files cannot hold them. */
    private static void requireRoomForMagnification(Project project, JobPlan plan) {
        boolean magnified = plan.settings().deformation().filter(d -> d.kind().isInProjections()).isPresent();
        boolean room = plan.format().map(format -> format == FileVersion.V4)
                .orElse(project.tomograms().holdsMagnification());
        if (magnified && !room) {
            throw new InputException(Message.of(Setting.ANISOTROPY, ": the tilt series are to be written as angles and shifts "
                    + "(RELION 5), as in ", project.tomograms().file(), " or by ", Setting.OUTPUT_FORMAT,
                    ", expected projection matrices (RELION 4), since angles cannot describe an anisotropic magnification"));
        }
    }

    /** Throws {@link InputException} if a box is as large as an image. */
    static void requireBoxFits(TiltSeries series, int box) {
        if (box >= Math.min(series.imageWidth(), series.imageHeight())) {
            throw new InputException(Message.of(Setting.BOX, " ", box, ": does not fit the tilt images of ", series.name(),
                    ", which are ", series.imageWidth(), " x ", series.imageHeight(), " px"));
        }
    }
}
