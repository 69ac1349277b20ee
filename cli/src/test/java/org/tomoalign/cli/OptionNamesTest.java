package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.tomoalign.input.Setting;
import picocli.CommandLine.Model.CommandSpec;

class OptionNamesTest {
    @Test
    void everySettingIsAnOptionOfItsOwn() {
        CommandSpec align = command("align");
        CommandSpec simulate = command("simulate");
        Set<String> seen = new HashSet<>();
        for (Setting setting : Setting.values()) {
            String name = OptionNames.of(setting);
            assertTrue(align.findOption(name) != null || simulate.findOption(name) != null, name);
            assertTrue(seen.add(name), name);
        }
    }

    private static CommandSpec command(String name) {
        return TomoAlign.commandLine(new Invocation(List.of(name))).getSubcommands().get(name).getCommandSpec();
    }

    @Test
    void theCoreSpellsNoOption() throws IOException {
        Path core = Path.of("../core-java/src/main/java/org/tomoalign");
        try (Stream<Path> all = Files.walk(core)) {
            List<Path> sources = all.filter(file -> file.toString().endsWith(".java")
                    && !file.endsWith("figure/Ink.java")).toList();
            assertTrue(sources.size() > 100, sources.toString());
            for (Path source : sources) {
                List<String> found = Files.readAllLines(source).stream()
                        .filter(line -> line.matches(".*\"[^\"]*--[a-z].*")).toList();
                assertEquals(List.of(), found, source.toString());
            }
        }
    }
}
