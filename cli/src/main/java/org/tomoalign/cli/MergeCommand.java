package org.tomoalign.cli;

import java.nio.file.Path;
import java.util.List;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.job.JobPart;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** Writes the project when all shards of a job are done: the command line of {@code align} with {@code merge} instead. */
@Command(name = "merge", sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        customSynopsis = "tomo-align merge --i=STAR --b=PX --o=DIR [OPTION ...] [SHARD_DIR ...]",
        description = "Writes the project when all shards of a job (align --shard) are done: the same options as align. What it "
                + "writes is what one process would have written. Refused if a tomogram has no result, or several.")
final class MergeCommand extends AlignCommand {
    @Parameters(paramLabel = "SHARD_DIR", arity = "0..*",
            description = "output folders of the shards, if they had folders of their own instead of --o")
    private List<Path> folders = List.of();

    MergeCommand(Invocation invocation) {
        super(invocation);
    }

    @Override
    JobPart part() {
        if (!super.part().equals(JobPart.WHOLE)) {
            throw new InputException(Message.of(Setting.SHARD, ": expected with align only, as all shards are merged"));
        }
        return new JobPart.Merge(folders);
    }
}
