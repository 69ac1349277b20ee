package org.tomoalign.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.AccessFlag;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What Java's compilers are told names classes and methods as text, which no renaming follows. */
class CompileCommandsTest {
    private static final Path COMMANDS = Path.of("src/main/launcher/compile.commands");

    @Test
    void everyPatternMatchesAMethodThatCanBeCompiled() throws IOException {
        List<String> patterns = Files.readAllLines(COMMANDS).stream()
                .filter(line -> line.contains(","))
                .filter(line -> !line.startsWith("#"))
                .map(line -> line.split(",")[1])
                .toList();
        assertFalse(patterns.isEmpty());
        List<Class<?>> classes = programClasses();
        List<String> unmatched = patterns.stream().filter(pattern -> !matchesOneOf(classes, pattern)).toList();
        assertEquals(List.of(), unmatched);
    }

    @Test
    void aPatternOfNothingMatchesNothing() throws IOException {
        List<Class<?>> classes = programClasses();
        assertFalse(matchesOneOf(classes, "org.tomoalign.kernels.Vektor*::*"));
        assertFalse(matchesOneOf(classes, "org.tomoalign.fftw.Plan::komplex"));
    }

    private static boolean matchesOneOf(List<Class<?>> classes, String pattern) {
        String[] parts = pattern.split("::");
        Predicate<String> name = glob(parts[0]);
        Predicate<String> method = glob(parts[1]);
        return classes.stream()
                .filter(type -> name.test(type.getName()))
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .anyMatch(m -> method.test(m.getName()) && !m.accessFlags().contains(AccessFlag.ABSTRACT));
    }

    private static Predicate<String> glob(String text) {
        return Pattern.compile(Pattern.quote(text).replace("*", "\\E.*\\Q")).asMatchPredicate();
    }

    /** All classes of the program on the class path, which holds folders or, once they are packed, jars. */
    private static List<Class<?>> programClasses() throws IOException {
        Stream<Class<?>> all = Stream.empty();
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
            Path path = Path.of(entry);
            if (Files.isDirectory(path)) {
                all = Stream.concat(all, classesBelow(path).stream());
            } else if (Files.isRegularFile(path)) {
                try (FileSystem jar = FileSystems.newFileSystem(path)) {
                    all = Stream.concat(all, classesBelow(jar.getPath("/")).stream());
                }
            }
        }
        return all.toList();
    }

    private static List<Class<?>> classesBelow(Path root) {
        Path ours = root.resolve("org/tomoalign");
        if (!Files.isDirectory(ours)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(ours)) {
            return files.map(file -> root.relativize(file).toString().replace('/', '.'))
                    .filter(name -> name.endsWith(".class") && !name.endsWith("package-info.class"))
                    .<Class<?>>map(name -> load(name.substring(0, name.length() - ".class".length())))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, CompileCommandsTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }
}
