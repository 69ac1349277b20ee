package org.tomoalign.correlation;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.tomoalign.input.InputException;
import org.tomoalign.mrc.MrcStack;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.TiltSeries;

/** The memory-mapped pixels of a tilt series, whatever files they are in. Images in the order of the series. */
public final class TiltStack implements AutoCloseable {
    private final Map<Path, MrcStack> files;
    private final List<ImageSource> sources;

    private TiltStack(Map<Path, MrcStack> files, List<ImageSource> sources) {
        this.files = files;
        this.sources = sources;
    }

    /**
     * Maps the files of a tilt series.
     *
     * @throws InputException if a file is missing or damaged, has too few images or images of another size
     */
    public static TiltStack open(TiltSeries series) {
        TiltStack stack = new TiltStack(new HashMap<>(), new ArrayList<>());
        try {
            series.images().forEach(image -> stack.add(series, image.source()));
            return stack;
        } catch (RuntimeException | Error e) {
            stack.close();
            throw e;
        }
    }

    private void add(TiltSeries series, ImageSource source) {
        MrcStack file = files.computeIfAbsent(source.file(), MrcStack::open);
        if (source.slice() >= file.depth()) {
            throw new InputException(source.file() + ": has " + file.depth() + " images, tilt series "
                    + series.name() + " needs image " + (source.slice() + 1));
        }
        if (file.width() != series.imageWidth() || file.height() != series.imageHeight()) {
            throw new InputException(source.file() + ": images are " + file.width() + " x " + file.height()
                    + " px, expected " + series.imageWidth() + " x " + series.imageHeight() + " px as in the rest of "
                    + series.name());
        }
        sources.add(source);
    }

    /** Returns the width of the images, px. */
    int width() {
        return files.get(sources.getFirst().file()).width();
    }

    /** Returns the height of the images, px. */
    int height() {
        return files.get(sources.getFirst().file()).height();
    }

    /** Returns the number of images. */
    public int images() {
        return sources.size();
    }

    /**
     * Copies a box of pixels as native floats.
     *
     * @param image chronological
     * @param x     first column, px
     * @param y     first row, px
     * @param width of the box, px, which must lie inside the image
     * @param height of the box, px
     * @param out   receives the rows
     * @param rowStride bytes from row to row
     */
    void readBox(int image, int x, int y, int width, int height, MemorySegment out, long rowStride) {
        ImageSource source = sources.get(image);
        MrcStack file = files.get(source.file());
        for (int row = 0; row < height; row++) {
            file.readRow(source.slice(), y + row, x, width, out, row * rowStride);
        }
    }

    /** Copies a whole image as native floats, rows without gaps. */
    void readImage(int image, MemorySegment out) {
        ImageSource source = sources.get(image);
        files.get(source.file()).readSlice(source.slice(), out, 0);
    }

    /**
     * Looks for NaN and infinite pixels.
     *
     * @throws InputException naming file, image and pixel
     */
    public void requireFinite(int image) {
        ImageSource source = sources.get(image);
        files.get(source.file()).requireFinite(source.slice());
    }

    /** Returns whether all pixels of an image are the same: there is nothing on it. */
    public boolean isBlank(int image) {
        ImageSource source = sources.get(image);
        return files.get(source.file()).isConstant(source.slice());
    }

    /**
     * Lets go of the memory that an image takes; it can be read again as before.
     *
     * @throws IllegalStateException if the files are closed
     */
    public void release(int image) {
        ImageSource source = sources.get(image);
        files.get(source.file()).release(source.slice());
    }

    /** Unmaps the files, which nobody may be reading. */
    @Override
    public void close() {
        files.values().forEach(MrcStack::close);
    }
}
