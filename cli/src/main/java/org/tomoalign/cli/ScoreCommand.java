package org.tomoalign.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.tomoalign.simulate.Score;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Scores an alignment against a simulation's truth. */
@Command(name = "score", mixinStandardHelpOptions = true,
        description = "Scores an alignment of simulated data against the truth.")
final class ScoreCommand implements Callable<Integer> {
    @Parameters(index = "0", paramLabel = "DATA", description = "folder of the simulated data")
    private Path data;

    @Parameters(index = "1", paramLabel = "RESULT", description = "output folder of the alignment")
    private Path result;

    @Override
    public Integer call() {
        System.out.print(ScoreTable.format(Score.of(data, result)));
        return TomoAlign.DONE;
    }
}
