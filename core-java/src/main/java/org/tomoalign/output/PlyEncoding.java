package org.tomoalign.output;

/** How the numbers of a PLY file are written. */
public enum PlyEncoding {
    /** Four-byte floats and integers, little-endian. */
    BINARY_LITTLE_ENDIAN("binary_little_endian");

    private final String keyword;

    PlyEncoding(String keyword) {
        this.keyword = keyword;
    }

    /** Returns the word in the header's format line. */
    String keyword() {
        return keyword;
    }
}
