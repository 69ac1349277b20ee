package org.tomoalign.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Prints the manual page. */
@Command(name = "man", mixinStandardHelpOptions = true,
        description = "Prints the manual page: tomo-align man | man -l -")
final class ManCommand implements Callable<Integer> {
    @Override
    public Integer call() {
        System.out.print(ManPage.of(TomoAlign.commandLine(new Invocation(List.of()))));
        return TomoAlign.DONE;
    }
}
