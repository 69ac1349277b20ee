package org.tomoalign.kernels;

import java.util.List;

/** The providers and the sizes that every kernel is tested with. */
final class Providers {
    static final int[] SIZES = {1, 2, 7, 13, 16, 17, 31, 33, 129, 207, 257};

    private Providers() {
    }

    static List<Kernels> all() {
        return List.of(KernelProvider.named("scalar"), KernelProvider.named("vector"));
    }
}
