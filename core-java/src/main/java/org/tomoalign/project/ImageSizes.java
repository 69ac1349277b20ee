package org.tomoalign.project;

import java.nio.file.Path;
import org.tomoalign.input.InputException;
import org.tomoalign.mrc.MrcHeader;

/** Tells the sizes of image files. */
@FunctionalInterface
public interface ImageSizes {
    /**
     * Size of an image file.
     *
     * @param width  px
     * @param height px
     * @param depth  number of images
     */
    record Size(int width, int height, int depth) {
    }

    /**
     * Returns the size of a file.
     *
     * @throws InputException if it is missing or no image file
     */
    Size of(Path file);

    /** Returns what the headers of MRC files say. */
    static ImageSizes ofMrcHeaders() {
        return file -> {
            MrcHeader header = MrcHeader.read(file);
            return new Size(header.width(), header.height(), header.depth());
        };
    }
}
