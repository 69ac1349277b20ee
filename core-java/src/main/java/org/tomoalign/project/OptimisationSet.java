package org.tomoalign.project;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;
import org.tomoalign.star.StarBlock;
import org.tomoalign.star.StarDocument;
import org.tomoalign.star.StarTable;
import org.tomoalign.star.StarWriter;

/** The list of a project's files: what the optimisation set names, overridden by options. */
public final class OptimisationSet {
    private final Optional<StarDocument> document;
    private final Path workingDirectory;
    private final Map<ProjectFile, String> paths;
    private final Map<ProjectFile, Message> origins;

    private OptimisationSet(
            Optional<StarDocument> document, Path workingDirectory, Map<ProjectFile, String> paths,
            Map<ProjectFile, Message> origins) {
        this.document = document;
        this.workingDirectory = workingDirectory;
        this.paths = paths;
        this.origins = origins;
    }

    /**
     * Reads the optimisation set, if one is named, and applies the overriding options.
     *
     * @throws InputException if it cannot be read
     */
    public static OptimisationSet read(ProjectPaths given, Path workingDirectory) {
        Optional<StarDocument> document =
                given.optimisationSet().map(workingDirectory::resolve).map(StarDocument::read);
        Map<ProjectFile, String> paths = new EnumMap<>(ProjectFile.class);
        Map<ProjectFile, Message> origins = new EnumMap<>(ProjectFile.class);
        document.map(OptimisationSet::firstTable).ifPresent(table -> {
            for (ProjectFile file : ProjectFile.values()) {
                String path = table.has(file.label()) ? table.column(file.label()).text(0) : "";
                if (!path.isEmpty() && !path.equals("None")) {
                    paths.put(file, path);
                    origins.put(file, Message.of(
                            file.description(), ", named by _", file.label(), " of ", table.file()));
                }
            }
        });
        given.overrides().forEach((file, path) -> {
            paths.put(file, path.toString());
            origins.put(file, Message.of(file.setting()));
        });
        return new OptimisationSet(document, workingDirectory, paths, origins);
    }

    /** RELION reads the first block, whatever its name. */
    private static StarTable firstTable(StarDocument document) {
        if (document.blocks().isEmpty()) {
            throw new InputException(document.file() + ": no blocks, expected the list of an optimisation set");
        }
        StarTable table = document.blocks().getFirst().table();
        if (table.rows() != 1) {
            throw new InputException(document.file() + ": block data_" + table.blockName() + " has " + table.rows()
                    + " rows, expected one");
        }
        requireOneSet(document, table);
        return table;
    }

    private static void requireOneSet(StarDocument document, StarTable first) {
        for (StarBlock block : document.blocks().subList(1, document.blocks().size())) {
            for (ProjectFile file : ProjectFile.values()) {
                if (first.has(file.label()) && block.tables().stream().anyMatch(table -> table.has(file.label()))) {
                    throw new InputException(document.file() + ": found the entry _" + file.label() + " again in block data_"
                            + block.name() + ", expected one optimisation set");
                }
            }
        }
    }

    /** Returns where a file is, if it is named. */
    public Optional<Path> find(ProjectFile file) {
        return Optional.ofNullable(paths.get(file)).map(workingDirectory::resolve);
    }

    /**
     * Returns where a file is.
     *
     * @throws InputException naming the setting and the entry if it is not named, or that the named file does not exist
     */
    public Path require(ProjectFile file) {
        Path path = find(file).orElseThrow(() -> new InputException(Message.of(
                document.map(d -> Message.of(d.file(), ": no ", file.description(), ", expected the entry _", file.label()))
                        .orElse(Message.of("no ", file.description(), " given, expected ", Setting.OPTIMISATION_SET)),
                " or ", file.setting())));
        requireFile(file, path);
        return path;
    }

    /** Checks that a file exists if it is named. */
    void requireIfNamed(ProjectFile file) {
        find(file).ifPresent(path -> requireFile(file, path));
    }

    private void requireFile(ProjectFile file, Path path) {
        if (!Files.isRegularFile(path)) {
            throw new InputException(Message.of(path, Files.isDirectory(path) ? ": is a folder, expected a file ("
                    : ": no such file (", origins.get(file), ")"));
        }
    }

    /** Returns the file that names the others, if there is one. */
    public Optional<String> file() {
        return document.map(StarDocument::file);
    }

    /**
     * Writes the set with new entries for some files; entries that came from options are updated, all others kept.
     *
     * @param target  file to write
     * @param updates paths as they are to stand in the file
     * @param version of the file, if there was no set to keep
     */
    public void write(Path target, Map<ProjectFile, String> updates, FileVersion version) {
        Map<ProjectFile, String> entries = new EnumMap<>(paths);
        entries.putAll(updates);
        if (document.isPresent()) {
            StarDocument copy = document.get().copy();
            StarTable table = firstTable(copy);
            entries.forEach((file, path) -> table.columnOrNew(file.label()).setText(0, path));
            AtomicFile.write(target, copy::write);
        } else {
            Map<String, String> list = new LinkedHashMap<>();
            entries.forEach((file, path) -> list.put(file.label(), path));
            AtomicFile.write(target, out -> new StarWriter(out, version.starVersion()).list("", list));
        }
    }
}
