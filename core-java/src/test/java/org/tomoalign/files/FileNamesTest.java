package org.tomoalign.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class FileNamesTest {
    @Test
    void namesThatAreSafeStay() {
        assertEquals("Position_1.2", FileNames.safe("Position_1.2"));
        assertEquals("a_b_c_d", FileNames.safe("a_b_c_d"));
    }

    @Test
    void otherNamesEndWithANumber() {
        assertEquals("a_b_c_d_61008565", FileNames.safe("a/b\\c:d"));
        assertEquals("_._x_0015976e", FileNames.safe("..\nx"));
        assertEquals("_00000000", FileNames.safe(""));
    }
}
