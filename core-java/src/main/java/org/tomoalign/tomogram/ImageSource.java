package org.tomoalign.tomogram;

import java.nio.file.Path;

/**
 * Where the pixels of one tilt image are: a slice of an MRC file.
 *
 * @param file  the MRC file
 * @param slice zero-based slice within it
 */
public record ImageSource(Path file, int slice) {
}
