package org.tomoalign.cli;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.tomoalign.alignment.AlignmentOptions;
import org.tomoalign.alignment.model.DeformationSettings;
import org.tomoalign.alignment.model.MotionSettings;
import org.tomoalign.alignment.posterior.PosteriorSettings;
import org.tomoalign.correlation.SpectralWeights;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Problems;
import org.tomoalign.input.Setting;
import org.tomoalign.job.AlignJob;
import org.tomoalign.job.AlignSettings;
import org.tomoalign.job.AlignmentMode;
import org.tomoalign.job.JobPart;
import org.tomoalign.job.JobPlan;
import org.tomoalign.job.PipelineControl;
import org.tomoalign.mpi.Launch;
import org.tomoalign.project.FileVersion;
import org.tomoalign.reference.ShellWeights;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job. Options, their groups and defaults are those of RELION's {@code relion_tomo_align}. */
@Command(name = "align", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        customSynopsis = "tomo-align align --i=STAR --b=PX --o=DIR [OPTION ...]",
        description = "Refines the projections of tilt series and the positions of their particles.")
class AlignCommand implements Callable<Integer> {
    private final Invocation invocation;
    private List<String> warnings = List.of();

    @Spec
    private CommandSpec spec;

    @ArgGroup(validate = false, order = 1,
            heading = "%nProject (single files override the optimisation set):%n")
    private InputOptions input = new InputOptions();

    @ArgGroup(validate = false, order = 2, heading = "%nReference weights:%n")
    private ReferenceOptions reference = new ReferenceOptions();

    @ArgGroup(validate = false, order = 3, heading = "%nGeneral refinement options:%n")
    private GeneralOptions general = new GeneralOptions();

    @ArgGroup(validate = false, order = 4, heading = "%nGeneral alignment options:%n")
    private RefinementOptions refinement = new RefinementOptions();

    @ArgGroup(validate = false, order = 5, heading = "%nMotion estimation options:%n")
    private MotionOptions motion = new MotionOptions();

    @ArgGroup(validate = false, order = 6, heading = "%nDeformation estimation options:%n")
    private DeformationOptions deformation = new DeformationOptions();

    @ArgGroup(validate = false, order = 7, heading = "%nPriors, weights and verdict (not in RELION):%n")
    private PosteriorOptions posterior = new PosteriorOptions();

    @ArgGroup(validate = false, order = 8, heading = "%nExpert options:%n")
    private ExpertOptions expert = new ExpertOptions();

    @ArgGroup(validate = false, order = 9, heading = "%nNot in RELION:%n")
    private OwnOptions own = new OwnOptions();

    @ArgGroup(validate = false, order = 10, heading = "%nWhat is said meanwhile:%n")
    private DisplayOptions display = new DisplayOptions();

    @ArgGroup(validate = false, order = 11, heading = "%nRELION's pipeline:%n")
    private PipelineOptions pipeline = new PipelineOptions();

    /** @param invocation what the job's notes say of the command */
    AlignCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    /** Returns picocli's model of the command. */
    final CommandSpec spec() {
        return spec;
    }

    /** Takes warnings about the command line, to be passed on when the job begins. */
    final void warnings(List<String> lines) {
        warnings = lines;
    }

    /** What and where. */
    static final class GeneralOptions {
        @Option(names = "--b", paramLabel = "PX", description = "box size, even")
        private Integer box;

        @Option(names = "--o", paramLabel = "DIR", description = "output folder, created")
        private Path output;

        @Option(names = "--only_do_unfinished", description = "skip tomograms that an earlier run finished (temp/)")
        private boolean onlyUnfinished;

        @Option(names = "--per_frame_noise", description = "one noise spectrum per tilt image")
        private boolean perImageNoise;

        @Option(names = "--diag", description = "write intermediate images")
        private boolean diagnostics;

        @Option(names = "--j", paramLabel = "N", description = Threads.DESCRIPTION)
        private Integer threads;

        /** picocli does not look for options that are missing in a group. */
        private void requireAll(Problems problems) {
            if (box == null) {
                problems.add(Message.of(Setting.BOX, " is missing: expected a box size, even, at least 16 px"));
            }
            if (output == null) {
                problems.add(Message.of(Setting.OUTPUT, " is missing: expected an output folder"));
            }
        }
    }

    /** What is refined. */
    static final class RefinementOptions {
        @Option(names = "--shift_only", description = "only one shift per image, from its correlation with a prediction "
                + "of the whole image")
        private boolean shiftOnly;

        @Option(names = "--shift_only_by_particles",
                description = "with --shift_only: from the correlations of its particles instead")
        private boolean byParticles;

        @Option(names = "--r", paramLabel = "PX", defaultValue = "20",
                description = "largest displacement on the images (default: ${DEFAULT-VALUE})")
        private int range;

        @Option(names = "--const_p", description = "keep the particles' positions")
        private boolean constParticles;

        @Option(names = "--const_a", description = "keep the images' angles")
        private boolean constAngles;

        @Option(names = "--const_s", description = "keep the images' shifts")
        private boolean constShifts;

        @Option(names = "--range_reg", paramLabel = "X", defaultValue = "0",
                description = "weight of the penalty on displacements beyond --r (default: ${DEFAULT-VALUE})")
        private double rangeRegulariser;

        @Option(names = "--aniso", description = "refine an anisotropic magnification of the projections, the same for "
                + "all images of a tilt series (RELION 4 files only)")
        private boolean anisotropic;

        @Option(names = "--per_tilt_aniso", description = "refine an anisotropic magnification of each image")
        private boolean anisotropicImages;

        @Option(names = "--it", paramLabel = "N", defaultValue = "10000",
                description = "largest number of iterations; 0: none, the input's geometry is evaluated and written (in RELION 0 "
                        + "means unlimited) (default: ${DEFAULT-VALUE})")
        private int iterations;

        /** Returns the magnifications to refine, if any. */
        Optional<DeformationSettings> anisotropy() {
            return anisotropic || anisotropicImages ? Optional.of(DeformationSettings.magnification(anisotropicImages))
                    : Optional.empty();
        }

        AlignmentMode mode() {
            if (byParticles && !shiftOnly) {
                throw new InputException(
                        Message.of(Setting.SHIFT_BY_PARTICLES, ": expected ", Setting.SHIFT_ONLY, " with it"));
            }
            return !shiftOnly ? AlignmentMode.FULL
                    : byParticles ? AlignmentMode.PARTICLE_SHIFTS : AlignmentMode.IMAGE_SHIFTS;
        }
    }

    /** What is rarely changed. */
    static final class ExpertOptions {
        @Option(names = "--pad", paramLabel = "N", defaultValue = "1",
                description = "padding of the correlation images, a whole number (default: ${DEFAULT-VALUE})")
        private int pad;

        @Option(names = "--no_whiten", description = "do not whiten the noise spectra")
        private boolean noWhiten;

        @Option(names = "--whiten_abs", description = "divide by the square root of the noise power")
        private boolean whitenAmplitude;

        @Option(names = "--hp", paramLabel = "PX", defaultValue = "-1",
                description = "sigma of a high-pass filter, Fourier px; negative: none (default: ${DEFAULT-VALUE})")
        private double highPass;

        @Option(names = "--srp", paramLabel = "A", defaultValue = "0",
                description = "divide the noise power by k^A (default: ${DEFAULT-VALUE})")
        private double ramp;

        @Option(names = "--min_frame", paramLabel = "N", defaultValue = "0",
                description = "first chronological image to count (default: ${DEFAULT-VALUE})")
        private int firstImage;

        @Option(names = "--max_frame", paramLabel = "N", defaultValue = "-1",
                description = "last chronological image to count; negative: all (default: ${DEFAULT-VALUE})")
        private int lastImage;

        @Option(names = "--cutoff_fract", paramLabel = "X", defaultValue = "0.02",
                description = "skip frequencies whose dose weight or relative weight is below (default: ${DEFAULT-VALUE})")
        private double cutoff;
    }

    /** What RELION's program does not have. */
    static final class OwnOptions {
        @Option(names = "--out_format", paramLabel = "V", description = "write the project in RELION 4's files (v4) or "
                + "RELION 5's (v5) (default: the version that was read)")
        private String format;

        @Option(names = "--auto_scale", description = "correct the reference's grey scale by the images")
        private boolean autoScale;

        @Option(names = "--strict", description = "stop at the first tomogram that fails, instead of passing it on unchanged")
        private boolean strict;

        @Option(names = "--relion_compat", description = "reproduce RELION's numerical quirks, for comparisons")
        private boolean compat;

        @Option(names = "--max_memory", paramLabel = "SIZE", description = "memory that each process may use, such as 8G: fewer "
                + "tomograms are in work at a time (default: half of the machine's for more than one)")
        private String maxMemory;

        @Option(names = "--shard", paramLabel = "I/N", description = "align only the I-th of N parts of the tomograms, which have "
                + "about the same number of windows each; `tomo-align merge` with the same options writes the project when all are "
                + "done")
        private String shard;

        Optional<JobPart.Shard> shard() {
            if (shard == null) {
                return Optional.empty();
            }
            Setting.SHARD.require(shard.matches("[0-9]{1,6}/[0-9]{1,6}"), shard, "two numbers, such as 1/4");
            String[] numbers = shard.split("/");
            return Optional.of(new JobPart.Shard(Integer.parseInt(numbers[0]), Integer.parseInt(numbers[1])));
        }

        OptionalLong maxMemory() {
            return maxMemory == null ? OptionalLong.empty() : OptionalLong.of(Values.bytes(Setting.MAX_MEMORY, maxMemory));
        }

        Optional<FileVersion> format() {
            return switch (format) {
                case null -> Optional.empty();
                case "v4" -> Optional.of(FileVersion.V4);
                case "v5" -> Optional.of(FileVersion.V5);
                default -> throw new InputException(
                        Message.of(Setting.OUTPUT_FORMAT, " ", format, ": expected v4 or v5"));
            };
        }
    }

    /** What RELION's pipeline passes. */
    static final class PipelineOptions {
        @Option(names = "--theme", paramLabel = "NAME", description = "accepted for RELION's sake; without effect")
        private String theme;

        @Option(names = TomoAlign.PIPELINE_CONTROL, paramLabel = "DIR",
                description = "folder for RELION's exit files, watched for a request to abort")
        private Path control;
    }

    @Override
    public Integer call() {
        Optional<Launch> launch = invocation.asRanks() ? Launch.find() : Optional.empty();
        return launch.isPresent() ? new RankedAlign(this, invocation, launch.get()).run() : runAlone();
    }

    /** Does the job, or its part, in this process alone. */
    private int runAlone() {
        PipelineControl control = control();
        DisplayOptions.Display shown = display(true);
        AtomicInteger failed = new AtomicInteger();
        try (ConsoleListener console = shown.console(); var _ = StopOnSignal.watch(control, console::close)) {
            control.run(() -> {
                JobPlan plan = plan();
                warnings.forEach(shown.listener()::warning);
                failed.set(new AlignJob(plan, part(), control.watching(shown.listener())).run().failed().size());
            });
        }
        return failed.get() == 0 ? TomoAlign.DONE : TomoAlign.DONE_WITH_FAILURES;
    }

    /** Returns the files through which RELION's pipeline talks with the job. */
    final PipelineControl control() {
        return new PipelineControl(Optional.ofNullable(pipeline.control));
    }

    /** Returns what is to be said of the command line. */
    final List<String> warnings() {
        return warnings;
    }

    /** Returns what shows the progress of the command. */
    final DisplayOptions.Display display(boolean stamped) {
        return display.display(stamped);
    }

    /** Returns the part of the job that is to be done. */
    JobPart part() {
        Optional<JobPart.Shard> shard = own.shard();
        if (shard.isPresent() && pipeline.control != null) {
            throw new InputException(Message.of(Setting.SHARD, " ", shard.get(), ": expected without ",
                    Setting.PIPELINE_FOLDER, ", since RELION would take the job for done; merge takes that option"));
        }
        return shard.map(JobPart.class::cast).orElse(JobPart.WHOLE);
    }

    /** Returns the job that the options describe. */
    final JobPlan plan() {
        return plan(Threads.available());
    }

    /** @param available threads if the options name no number */
    final JobPlan plan(int available) {
        Problems problems = new Problems();
        general.requireAll(problems);
        Optional<AlignmentOptions> alignment = problems.attempt(this::alignment);
        Optional<Optional<MotionSettings>> moving = problems.attempt(motion::settings);
        Optional<ShellWeights.Options> shells = problems.attempt(reference::options);
        Optional<SpectralWeights.Options> weights = problems.attempt(this::weights);
        Optional<Optional<DeformationSettings>> deformed =
                problems.attempt(() -> deformation.settings(refinement.anisotropy()));
        Optional<AlignmentMode> mode = problems.attempt(refinement::mode);
        Optional<Optional<FileVersion>> format = problems.attempt(own::format);
        Optional<OptionalLong> maxMemory = problems.attempt(own::maxMemory);
        Optional<PosteriorSettings> posteriorSettings = problems.attempt(() -> posterior.settings(own.compat));
        problems.throwIfAny();
        AlignSettings settings = new AlignSettings(general.box, refinement.range, expert.pad, refinement.iterations,
                alignment.orElseThrow(), moving.orElseThrow(), shells.orElseThrow(), weights.orElseThrow(), own.compat,
                own.autoScale, deformed.orElseThrow(), mode.orElseThrow(),
                posteriorSettings.orElseThrow(), posterior.cycles(),
                general.threads == null ? available : general.threads);
        return new JobPlan(input.paths(), Path.of(""), general.output, settings, general.onlyUnfinished,
                general.diagnostics, motion.train(), format.orElseThrow(), Optional.of(invocation.text()),
                maxMemory.orElseThrow(), manners());
    }

    private Set<JobPlan.Manner> manners() {
        Set<JobPlan.Manner> manners = EnumSet.noneOf(JobPlan.Manner.class);
        if (own.strict) {
            manners.add(JobPlan.Manner.STRICT);
        }
        if (pipeline.control != null) {
            manners.add(JobPlan.Manner.WITHOUT_NOTE);
        }
        if (invocation.asRelion()) {
            manners.add(JobPlan.Manner.REPLACING_INPUT);
        }
        return manners;
    }

    private AlignmentOptions alignment() {
        return new AlignmentOptions(refinement.constParticles, refinement.constAngles, refinement.constShifts,
                refinement.rangeRegulariser, expert.firstImage, expert.lastImage);
    }

    private SpectralWeights.Options weights() {
        SpectralWeights.Whitening whitening = expert.noWhiten ? SpectralWeights.Whitening.NONE
                : expert.whitenAmplitude ? SpectralWeights.Whitening.AMPLITUDE : SpectralWeights.Whitening.POWER;
        return new SpectralWeights.Options(
                whitening, general.perImageNoise, expert.ramp, expert.highPass, expert.cutoff);
    }
}
