package org.tomoalign.fftw;

import java.util.List;

/**
 * What a plan computes: a transform over {@code dimensions}, repeated over {@code batch}. Strides count floats on the
 * real side and complex values on the complex side; the sizes of a real transform are the real ones.
 *
 * @param inPlace input and output are the same memory
 */
record Transform(Kind kind, List<Dimension> dimensions, List<Dimension> batch, boolean inPlace) {
    enum Kind {
        FORWARD_REAL, INVERSE_REAL, FORWARD, INVERSE
    }

    /** One axis: its size and the strides in the input and the output. */
    record Dimension(long size, long inStride, long outStride) {
    }

    Transform {
        dimensions = List.copyOf(dimensions);
        batch = List.copyOf(batch);
    }

    /** A batch of one-dimensional transforms, not in place. */
    static Transform rows(Kind kind, long size, long inStride, long outStride, long count, long inDist, long outDist) {
        return new Transform(kind, List.of(new Dimension(size, inStride, outStride)),
                List.of(new Dimension(count, inDist, outDist)), false);
    }

    Transform overwriting() {
        return new Transform(kind, dimensions, batch, true);
    }

    /** The section of the wisdom that holds the plan: the sizes of the dimensions. */
    String wisdomSection() {
        StringBuilder name = new StringBuilder();
        for (Dimension d : dimensions) {
            name.append(name.isEmpty() ? "" : "x").append(d.size());
        }
        return name.toString();
    }

    long inBytes() {
        return bytes(true, kind == Kind.FORWARD_REAL);
    }

    long outBytes() {
        return bytes(false, kind == Kind.INVERSE_REAL);
    }

    private long bytes(boolean in, boolean real) {
        boolean half = (in ? kind == Kind.INVERSE_REAL : kind == Kind.FORWARD_REAL);
        long last = 0;
        for (int i = 0; i < dimensions.size(); i++) {
            Dimension d = dimensions.get(i);
            long n = half && i == dimensions.size() - 1 ? d.size() / 2 + 1 : d.size();
            last += (n - 1) * (in ? d.inStride() : d.outStride());
        }
        for (Dimension d : batch) {
            last += (d.size() - 1) * (in ? d.inStride() : d.outStride());
        }
        return (last + 1) * (real ? 1 : 2) * Float.BYTES;
    }
}
