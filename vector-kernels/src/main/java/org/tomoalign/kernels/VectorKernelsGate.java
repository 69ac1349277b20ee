package org.tomoalign.kernels;

import jdk.incubator.vector.FloatVector;

/** The one place that names the vector classes, loaded only once their module is known to be there. */
final class VectorKernelsGate {
    /** On x86, vectors of 256 bits come with fused multiply-add; without it the Vector API computes that in software. */
    private static final int LEAST_BITS = System.getProperty("os.arch").equals("amd64") ? 256 : 128;

    private VectorKernelsGate() {
    }

    static KernelProvider.Choice open() {
        int bits = FloatVector.SPECIES_PREFERRED.vectorBitSize();
        if (bits < LEAST_BITS) {
            return new KernelProvider.Choice(
                    null,
                    "the vector kernels need vectors of " + LEAST_BITS + " bits, this machine offers " + bits
                            + " (pass -D" + KernelProvider.PROPERTY + "=" + KernelProvider.SCALAR + ").");
        }
        return new KernelProvider.Choice(new VectorApiKernels(), null);
    }
}
