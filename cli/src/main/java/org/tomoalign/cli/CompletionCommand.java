package org.tomoalign.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.AutoComplete;
import picocli.CommandLine.Command;

/** Prints what a shell needs to complete commands and options. */
@Command(name = "completion", mixinStandardHelpOptions = true,
        description = "Prints a script that lets bash or zsh complete commands and options: source <(tomo-align completion)")
final class CompletionCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.print(AutoComplete.bash("tomo-align", TomoAlign.commandLine(new Invocation(List.of()))));
        String relion = Invocation.RELION_NAME;
        System.out.print(AutoComplete.bash(relion, TomoAlign.commandLine(new Invocation(List.of(relion)))));
        System.out.println("complete -F _complete_" + relion + " -o default " + relion + "_mpi");
        return TomoAlign.DONE;
    }
}
