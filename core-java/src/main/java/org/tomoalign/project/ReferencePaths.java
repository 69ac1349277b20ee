package org.tomoalign.project;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The files that make up the reference.
 *
 * @param half1 map of half set 1
 * @param half2 map of half set 2
 * @param mask  multiplied onto both, if given
 * @param fsc   table of their correlation, if given
 */
public record ReferencePaths(Path half1, Path half2, Optional<Path> mask, Optional<Path> fsc) {
}
