package org.tomoalign.cli;

import java.util.List;
import picocli.CommandLine.Command;

/** The main job, called by RELION's name: as its own program, whose command line is read as RELION does. */
@Command(name = Invocation.RELION_NAME, sortOptions = false, mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        customSynopsis = "${COMMAND-NAME} --i=STAR --b=PX --o=DIR [OPTION ...]",
        description = "Refines the projections of tilt series and the positions of their particles, in place of RELION's "
                + "program of this name. (This is tomo-align; `tomo-align help` lists its other commands.)")
final class RelionCommand extends AlignCommand {
    RelionCommand(Invocation invocation) {
        super(invocation);
    }

    /** Translates the words after the program's name; what is to be said about them is said when the job begins. */
    List<String> translate(List<String> words) {
        RelionArguments.Translated translated = RelionArguments.translate(spec(), words);
        warnings(translated.warnings());
        return translated.words();
    }
}
