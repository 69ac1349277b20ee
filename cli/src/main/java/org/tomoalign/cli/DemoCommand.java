package org.tomoalign.cli;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.concurrent.ForkJoinPool;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.job.AlignJob;
import org.tomoalign.job.AlignSettings;
import org.tomoalign.job.JobPlan;
import org.tomoalign.project.ProjectPaths;
import org.tomoalign.simulate.Score;
import org.tomoalign.simulate.SimulationOptions;
import org.tomoalign.simulate.Simulator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Simulates a small tilt series, aligns it and shows the error before and after. */
@Command(name = "demo", mixinStandardHelpOptions = true,
        description = "Simulates a small tilt series with known truth, aligns it and scores the result.")
final class DemoCommand implements Callable<Integer> {
    private static final int RANGE = 10;

    @Option(names = "--o", paramLabel = "DIR", defaultValue = "demo",
            description = "folder to make (default: ${DEFAULT-VALUE})")
    private Path folder;

    @Option(names = "--force", description = NewFolder.FORCE)
    private boolean force;

    @Option(names = "--j", paramLabel = "N", description = Threads.DESCRIPTION)
    private Integer threads;

    @Override
    public Integer call() {
        folder = NewFolder.named("--o", folder);
        NewFolder.require("--o", folder, force);
        NewFolder.create("--o", folder);
        SimulationOptions simulation = SimulationOptions.demo();
        System.out.printf("Simulating a tilt series of %d images, %d x %d px, with %d particles in %s ...%n",
                simulation.tilts(), simulation.width(), simulation.height(), simulation.particles(), folder);
        long start = System.nanoTime();
        try (ForkJoinPool pool = new ForkJoinPool(Threads.count(threads))) {
            new Simulator(Fftw.get(), pool, new ConsoleListener(System.out)).simulate(simulation, folder);
        }
        System.out.println(String.format(Locale.ROOT, "Simulated in %.1f s", (System.nanoTime() - start) * 1e-9));
        String command = "tomo-align align --i optimisation_set.star --b " + simulation.box() + " --r " + RANGE
                + " --o aligned";
        System.out.println("Aligning it, as by: cd " + folder + " && " + command);
        AlignSettings settings = AlignSettings.of(simulation.box(), RANGE, Threads.count(threads));
        new AlignJob(new JobPlan(ProjectPaths.of(Path.of("optimisation_set.star")), folder, Path.of("aligned"),
                settings, false, false, Optional.of(command)), new ConsoleListener(System.out)).run();
        System.out.println();
        System.out.print(ScoreTable.format(Score.of(folder, folder.resolve("aligned")), OptionalInt.empty()));
        System.out.println();
        for (String file : new String[] {"tomograms.star", "particles.star", "optimisation_set.star", "metrics.json",
            "report.html"}) {
            System.out.println("Wrote " + folder.resolve("aligned").resolve(file));
        }
        return TomoAlign.DONE;
    }
}
