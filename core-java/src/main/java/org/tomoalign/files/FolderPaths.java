package org.tomoalign.files;

import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;

/** Paths of folders as users write them. */
public final class FolderPaths {
    private FolderPaths() {
    }

    /**
     * Returns a path without the detours through folders that do not exist ({@code missing/../out} becomes {@code out}):
     * the system refuses them, for reading as well as for writing. A detour through a folder that is there stays, as it may
     * be a link.
     *
     * @param base what the path is relative to, if it is
     */
    public static Path simplified(Path base, Path path) {
        Path simple = path.isAbsolute() ? path.getRoot() : Path.of("");
        for (Path part : path) {
            boolean up = part.toString().equals("..") && !simple.toString().isEmpty() && simple.getFileName() != null
                    && !simple.endsWith("..") && !Files.exists(base.resolve(simple), LinkOption.NOFOLLOW_LINKS);
            if (up) {
                simple = simple.getParent() == null ? Path.of("") : simple.getParent();
            } else {
                simple = simple.resolve(part);
            }
        }
        return simple;
    }
}
