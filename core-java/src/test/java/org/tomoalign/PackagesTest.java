package org.tomoalign;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The order of the packages that CONTRIBUTING.md promises, and what no source may hold. */
class PackagesTest {
    private static final Path SOURCES = Path.of("src/main/java/org/tomoalign");
    /** From the ground floor up; packages of one line do not use each other, unless one contains the other. */
    private static final List<List<String>> FLOORS = List.of(
            List.of("input", "files", "parallel", "geometry"), List.of("star", "mrc", "linalg", "tomogram"),
            List.of("optics", "reference"), List.of("project", "correlation", "optimise"), List.of("alignment"),
            List.of("output", "export"), List.of("job"), List.of("simulate"));
    private static final Pattern IMPORT = Pattern.compile("import (?:static )?org\\.tomoalign\\.(\\w+)\\.");

    private static List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String room(Path file) {
        return SOURCES.relativize(file).getName(0).toString();
    }

    private static int floor(String room) {
        for (int i = 0; i < FLOORS.size(); i++) {
            if (FLOORS.get(i).contains(room)) {
                return i;
            }
        }
        return -1;
    }

    @Test
    void packagesUseOnlyThoseBelow() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (Path file : sources()) {
            String room = room(file);
            assertTrue(floor(room) >= 0, () -> "package " + room + " has no place in the order");
            Matcher used = IMPORT.matcher(text(file));
            while (used.find()) {
                String other = used.group(1);
                boolean external = other.equals("kernels") || other.equals("fftw");
                if (!external && !other.equals(room) && floor(other) >= floor(room)) {
                    wrong.add(SOURCES.relativize(file) + " uses " + other);
                }
            }
        }
        assertEquals(List.of(), wrong);
    }

    /** A parallel stream rethrows before its other threads have ended, and takes a pool that nobody passed in. */
    @Test
    void noStreamIsParallel() throws IOException {
        Pattern parallel = Pattern.compile("\\.parallel\\(\\)|parallelStream\\(\\)|Arrays\\.parallel");
        assertEquals(List.of(), sources().stream().filter(file -> parallel.matcher(text(file)).find()).toList());
    }

    /** A label that is spelled in two places will be changed in one. */
    @Test
    void labelsAreSpelledInOnePlace() throws IOException {
        Pattern label = Pattern.compile("\"_?rln[A-Z]");
        assertEquals(List.of(SOURCES.resolve("project/Labels.java")),
                sources().stream().filter(file -> label.matcher(text(file)).find()).toList());
    }
}
