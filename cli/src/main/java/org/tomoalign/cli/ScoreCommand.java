package org.tomoalign.cli;

import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import org.tomoalign.input.InputException;
import org.tomoalign.simulate.Score;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores an alignment against a simulation's truth. */
@Command(name = "score", mixinStandardHelpOptions = true,
        description = "Scores an alignment of simulated data against the truth: positions on the images, angles, motion, "
                + "and, where the alignment gives them, its standard errors and signal weights.")
final class ScoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATA", description = "folder of the simulated data")
    private Path data;

    @Parameters(index = "1", paramLabel = "RESULT", description = "output folder of the alignment")
    private Path result;

    @Option(names = "--b", paramLabel = "PX", description = "box size of the alignment: also tells the error over the "
            + "particle images that RELION counts, whose whole box is on the image")
    private Integer box;

    @Override
    public Integer call() {
        if (box != null && box < 1) {
            throw new InputException("--b " + box + ": expected a box size, at least 1 px");
        }
        OptionalInt size = box == null ? OptionalInt.empty() : OptionalInt.of(box);
        System.out.print(ScoreTable.format(Score.of(data, result, size), size));
        return TomoAlign.DONE;
    }
}
