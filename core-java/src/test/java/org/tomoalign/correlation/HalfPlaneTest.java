package org.tomoalign.correlation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HalfPlaneTest {
    @Test
    void frequenciesOfRowsAndColumns() {
        HalfPlane plane = new HalfPlane(6);
        assertEquals(4, plane.width());
        assertEquals("0 1 2 -3 -2 -1", String.join(" ",
                IntStream.range(0, 6).mapToObj(y -> Integer.toString(plane.ky(y))).toList()));
        assertEquals(Math.sqrt(4 + 9), plane.radius(2, 3), 1e-15);
        assertEquals(3, plane.radius(3, 0));
        assertEquals(1, plane.radius(0, 5));
    }

    /** Every value of the whole plane is counted once. */
    @ParameterizedTest
    @ValueSource(ints = {2, 4, 6, 64})
    void columnsCountWithTheirMirrorImages(int size) {
        HalfPlane plane = new HalfPlane(size);
        assertEquals(size, IntStream.range(0, plane.width()).map(plane::multiplicity).sum());
        assertEquals(1, plane.multiplicity(0));
        assertEquals(1, plane.multiplicity(size / 2));
    }

    /** Rows of tables begin at multiples of 64 bytes. */
    @ParameterizedTest
    @CsvSource({"2, 16", "28, 16", "30, 16", "32, 32", "62, 32", "64, 48"})
    void rowsOfTablesAreAligned(int size, int stride) {
        assertEquals(stride, new HalfPlane(size).stride());
        assertEquals((long) size * stride, new HalfPlane(size).tableSize());
    }

    /** The pixel size/2 of the box is the one nearest to the coordinate, the upper of two. */
    @ParameterizedTest
    @CsvSource({"20, 12", "20.49, 12", "20.5, 13", "19.5, 12", "19.49, 11", "0, -8", "-0.5, -8", "-0.51, -9"})
    void boxesAreCentredAtTheNearestPixel(double coordinate, int first) {
        assertEquals(first, new HalfPlane(16).firstOfBox(coordinate));
    }

    @ParameterizedTest
    @ValueSource(ints = {-2, 0, 7})
    void oddAndEmptyBoxesAreRefused(int size) {
        assertThrows(IllegalArgumentException.class, () -> new HalfPlane(size));
    }
}
