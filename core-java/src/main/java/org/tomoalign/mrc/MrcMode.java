package org.tomoalign.mrc;

/** How an MRC file stores one pixel. */
public enum MrcMode {
    /** Signed bytes (mode 0). */
    INT8(0, 1),
    /** Unsigned bytes (mode 0 of IMOD files whose flags say that bytes are not signed). */
    UINT8(0, 1),
    /** Signed 16-bit integers (mode 1). */
    INT16(1, 2),
    /** 32-bit floats (mode 2). */
    FLOAT32(2, 4),
    /** Unsigned 16-bit integers (mode 6). */
    UINT16(6, 2),
    /** 16-bit floats (mode 12). */
    FLOAT16(12, 2);

    private final int code;
    private final int bytes;

    MrcMode(int code, int bytes) {
        this.code = code;
        this.bytes = bytes;
    }

    /** Returns the number in the header. */
    public int code() {
        return code;
    }

    /** Returns the bytes of one pixel. */
    public int bytes() {
        return bytes;
    }

    /** Returns whether pixels can be NaN or infinite. */
    public boolean isFloat() {
        return this == FLOAT32 || this == FLOAT16;
    }

    /** Returns whether the mode number is one that this program reads. */
    static boolean isKnown(int code) {
        return code == 0 || code == 1 || code == 2 || code == 6 || code == 12;
    }

    /** Returns the mode of a known number; {@code unsignedBytes} chooses between the two kinds of mode 0. */
    static MrcMode of(int code, boolean unsignedBytes) {
        return switch (code) {
            case 0 -> unsignedBytes ? UINT8 : INT8;
            case 1 -> INT16;
            case 2 -> FLOAT32;
            case 6 -> UINT16;
            case 12 -> FLOAT16;
            default -> throw new IllegalArgumentException("MRC mode " + code);
        };
    }
}
