package org.tomoalign.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.input.InputException;
import org.tomoalign.simulate.ProjectLayout;
import org.tomoalign.simulate.SimulationOptions;
import org.tomoalign.simulate.SimulationOptionsBuilder;
import org.tomoalign.simulate.Simulator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Makes a data set with known truth. */
@Command(name = "simulate", sortOptions = false, mixinStandardHelpOptions = true, showDefaultValues = true,
        description = "Simulates tilt series with known truth, as a RELION project.")
final class SimulateCommand implements Callable<Integer> {
    private static final String WORD = "simulate";

    @Parameters(paramLabel = "DIR", description = "folder to make")
    private Path folder;

    @Option(names = "--tomos", paramLabel = "N", description = "number of tilt series", defaultValue = "1")
    private int tomos;

    @Option(names = "--particles", paramLabel = "N", description = "particles per tilt series", defaultValue = "120")
    private int particles;

    @Option(names = "--box", paramLabel = "PX", description = "box size of the reference, even", defaultValue = "96")
    private int box;

    @Option(names = "--size", paramLabel = "PX", split = ",", description = "width, or width,height of the images",
            defaultValue = "1024")
    private int[] size;

    @Option(names = "--depth", paramLabel = "PX", description = "depth of the tomogram", defaultValue = "220")
    private int depth;

    @Option(names = "--tilts", paramLabel = "N", description = "images per tilt series", defaultValue = "41")
    private int tilts;

    @Option(names = "--step", paramLabel = "DEG", description = "between tilt angles; dose-symmetric scheme",
            defaultValue = "3")
    private double step;

    @Option(names = "--dose", paramLabel = "E", description = "per image, e/Å^2", defaultValue = "3")
    private double dose;

    @Option(names = "--px", paramLabel = "Å", description = "pixel size; with --map taken from it unless given")
    private Double pixelSize;

    @Option(names = "--bfactor", paramLabel = "Å^2", description = "of the generated structure", defaultValue = "60")
    private double bFactor;

    @Option(names = "--snr", paramLabel = "X", description = "signal over noise power of a particle",
            defaultValue = "0.04")
    private double snr;

    @Option(names = "--ang-err", paramLabel = "DEG", description = "error of the images' angles", defaultValue = "0.3")
    private double angErr;

    @Option(names = "--shift-err", paramLabel = "PX", description = "error of the images' shifts", defaultValue = "2.5")
    private double shiftErr;

    @Option(names = "--pos-err", paramLabel = "PX", description = "error of the particles' positions",
            defaultValue = "1.5")
    private double posErr;

    @Option(names = "--s-vel", paramLabel = "Å", description = "motion per e/Å^2 at the start; 0: none",
            defaultValue = "0")
    private double sVel;

    @Option(names = "--s-len", paramLabel = "Å", description = "correlation length of the motion", defaultValue = "4000")
    private double sLen;

    @Option(names = "--s-decay", paramLabel = "E",
            description = "dose over which the motion slows down by 1/e, e/Å^2; 0: it does not", defaultValue = "24")
    private double sDecay;

    @Option(names = "--tilt-scale", paramLabel = "X",
            description = "spread of the images' signal, standard deviation of its logarithm", defaultValue = "0")
    private double tiltScale;

    @Option(names = "--junk", paramLabel = "X", description = "fraction of the listed particles that are not there",
            defaultValue = "0")
    private double junk;

    @Option(names = "--deform", paramLabel = "PX", description = "amplitude of a smooth warp of the images",
            defaultValue = "0")
    private double deform;

    @Option(names = "--flat", description = "particles in a thin layer")
    private boolean flat;

    @Option(names = "--lattice", paramLabel = "PX", defaultValue = "0", description =
            "particles side by side on a shell, on a hexagonal lattice with this spacing; 0: scattered")
    private double lattice;

    @Option(names = "--map", paramLabel = "MRC", description = "a map to use instead of a generated structure")
    private Path map;

    @Option(names = "--name", paramLabel = "NAME", description = "tilt series are NAME_01, NAME_02, ...",
            defaultValue = "TS")
    private String name;

    @Option(names = "--layout", paramLabel = "V", description = "files: ${COMPLETION-CANDIDATES}", defaultValue = "v4")
    private ProjectLayout layout;

    @Option(names = "--seed", paramLabel = "N", description = "of everything random", defaultValue = "1")
    private long seed;

    @Option(names = "--seeds", paramLabel = "N|A-B", description = "one project per seed, in DIR/seed_<seed>: "
            + "N seeds from --seed on, or those from A to B")
    private String seeds;

    @Option(names = "--force", description = NewFolder.FORCE)
    private boolean force;

    @Option(names = "--j", paramLabel = "N", description = Threads.DESCRIPTION)
    private Integer threads;

    @Override
    public Integer call() {
        folder = NewFolder.named(WORD, folder);
        Map<Long, Path> projects = projects();
        projects.forEach((ownSeed, project) -> options(ownSeed).check());
        projects.values().forEach(project -> NewFolder.require(WORD, project, force));
        try (ForkJoinPool pool = new ForkJoinPool(Threads.count(threads))) {
            Simulator simulator = new Simulator(Fftw.get(), pool, new ConsoleListener(System.out));
            projects.forEach((ownSeed, project) -> {
                NewFolder.create(WORD, project);
                System.out.println("Wrote " + simulator.simulate(options(ownSeed), project));
            });
        }
        return TomoAlign.DONE;
    }

    /** The folders of the projects to make, by seed. */
    private Map<Long, Path> projects() {
        Map<Long, Path> projects = new LinkedHashMap<>();
        if (seeds == null) {
            projects.put(seed, folder);
        } else {
            SeedRange.parse(seeds, seed).all().forEach(s -> projects.put(s, folder.resolve("seed_" + s)));
        }
        return projects;
    }

    private SimulationOptions options(long ownSeed) {
        double px = pixelSize != null ? pixelSize : map != null ? 0 : SimulationOptions.defaults().pixelSize();
        SimulationOptionsBuilder options = SimulationOptions.defaults().edit().tomos(tomos).particles(particles).box(box)
                .size(size[0], height()).depth(depth).tilts(tilts).step(step).dose(dose).pixelSize(px).bFactor(bFactor)
                .snr(snr).angErr(angErr).shiftErr(shiftErr).posErr(posErr).sVel(sVel).sLen(sLen).sDecay(sDecay)
                .tiltScale(tiltScale).junk(junk).seed(ownSeed).flat(flat).lattice(lattice).name(name).deform(deform)
                .layout(layout);
        if (map != null) {
            options.map(map);
        }
        return options.build();
    }

    private int height() {
        if (size.length > 2) {
            throw new InputException("--size: found " + size.length + " numbers, expected one or two");
        }
        return size[size.length - 1];
    }
}
