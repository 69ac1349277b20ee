package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.module.Configuration;
import java.lang.module.ModuleFinder;
import java.lang.module.ResolvedModule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the tarball brings along: enough of Java for every class in the jars, and a licence for every jar. */
class RuntimeModulesIT {
    private static final Path JARS = Path.of("target/lib");
    private static final Path LICENCES = Path.of("packaging/licences/README.md");

    @Test
    void theRuntimeHoldsEveryModuleThatTheJarsUse() throws IOException {
        Set<String> missing = new TreeSet<>(used());
        assertTrue(missing.contains("java.desktop"), "jdeps has found what the reports use");
        missing.removeAll(runtime());
        assertEquals(Set.of(), missing);
    }

    @Test
    void aSmallerRuntimeWouldNotDo() throws IOException {
        Set<String> runtime = new TreeSet<>(runtime());
        for (String needless : List.of("java.rmi", "java.naming", "java.compiler", "jdk.compiler", "java.net.http")) {
            assertTrue(!runtime.contains(needless), needless);
        }
        runtime.remove("jdk.management");
        assertTrue(!runtime.containsAll(used()), "the test can fail");
    }

    @Test
    void everyJarHasItsLicenceNamed() throws IOException {
        String text = Files.readString(LICENCES);
        for (Path jar : jars()) {
            String name = jar.getFileName().toString().replaceFirst("-[0-9].*", "");
            assertTrue(text.contains("`" + name + "`"), name);
        }
    }

    /** The modules of the runtime: those listed, and those that they require. */
    private static Set<String> runtime() {
        String listed = System.getProperty("tomoalign.runtime.modules");
        return Configuration.empty().resolve(ModuleFinder.ofSystem(), ModuleFinder.of(), List.of(listed.split(","))).modules()
                .stream().map(ResolvedModule::name).collect(Collectors.toSet());
    }

    private static List<String> used() throws IOException {
        StringWriter out = new StringWriter();
        String jars = jars().stream().map(Path::toString).collect(Collectors.joining(","));
        int code = ToolProvider.findFirst("jdeps").orElseThrow().run(new PrintWriter(out), new PrintWriter(out), Stream.concat(
                Stream.of("--ignore-missing-deps", "--print-module-deps", "--no-recursive", "--multi-release", "25",
                        "--class-path", jars.replace(',', ':')),
                Stream.of(jars.split(","))).toArray(String[]::new));
        assertEquals(0, code, out.toString());
        return List.of(out.toString().lines().filter(line -> line.startsWith("java.base")).findFirst().orElseThrow().split(","));
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(JARS)) {
            return files.filter(file -> file.toString().endsWith(".jar")).toList();
        }
    }
}
