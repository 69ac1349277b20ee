package org.tomoalign.kernels;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Random;

/** A row of random floats in a segment that holds more before and behind it, with a copy of what it was made with. */
record Row(MemorySegment segment, long offset, float[] start) {
    private static final int MARGIN = 48;

    /** Makes a row of {@code floats} values in [-scale, scale), at an offset that is no multiple of 64 if so wished. */
    static Row random(Random random, int floats, float scale, boolean aligned) {
        long offset = aligned ? 64 : 52;
        MemorySegment segment = Arena.ofAuto().allocate(offset + 4L * (floats + MARGIN), 64);
        float[] start = new float[(int) (segment.byteSize() / 4)];
        for (int i = 0; i < start.length; i++) {
            start[i] = scale * (2 * random.nextFloat() - 1);
            segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, start[i]);
        }
        return new Row(segment, offset, start);
    }

    Row copy() {
        MemorySegment copy = Arena.ofAuto().allocate(segment.byteSize(), 64).copyFrom(segment);
        return new Row(copy, offset, start);
    }

    /** Returns value i of the row as it is now. */
    float get(int i) {
        return segment.get(ValueLayout.JAVA_FLOAT, offset + 4L * i);
    }

    /** Returns value i of the row as it was made. */
    double was(int i) {
        return start[(int) (offset / 4) + i];
    }

    double re(int k) {
        return was(2 * k);
    }

    double im(int k) {
        return was(2 * k + 1);
    }

    void set(int i, float value) {
        segment.set(ValueLayout.JAVA_FLOAT, offset + 4L * i, value);
        start[(int) (offset / 4) + i] = value;
    }

    /** Asserts that nothing changed but the first {@code floats} values. */
    void assertMarginsUntouched(int floats) {
        for (int i = 0; i < start.length; i++) {
            int inRow = i - (int) (offset / 4);
            if (inRow < 0 || inRow >= floats) {
                assertEquals(start[i], segment.getAtIndex(ValueLayout.JAVA_FLOAT, i), "float " + inRow + " of the row");
            }
        }
    }
}
