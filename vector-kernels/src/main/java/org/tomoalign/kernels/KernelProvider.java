package org.tomoalign.kernels;

/**
 * Chooses the kernels: those on the Vector API where the module {@code jdk.incubator.vector} is present and the machine
 * has vectors of 128 bits or more (x86: 256), else the scalar ones. The system property {@code tomoalign.kernels} with
 * the value {@code scalar} or {@code vector} forces the choice.
 */
public final class KernelProvider {
    /** The system property that forces a provider. */
    public static final String PROPERTY = "tomoalign.kernels";

    static final String SCALAR = "scalar";
    static final String VECTOR = "vector";

    private static final String VECTOR_MODULE = "jdk.incubator.vector";

    private KernelProvider() {
    }

    /**
     * Returns the kernels to use; always the same.
     *
     * @throws IllegalStateException if the system property asks for kernels that do not exist or cannot run here
     */
    public static Kernels get() {
        if (Holder.CHOICE.kernels() == null) {
            throw new IllegalStateException("-D" + PROPERTY + ": " + Holder.CHOICE.refusal());
        }
        return Holder.CHOICE.kernels();
    }

    /**
     * Returns the kernels of that name, {@code scalar} or {@code vector}, whatever the system property says.
     *
     * @throws IllegalStateException if there are none of that name or they cannot run here
     */
    public static Kernels named(String name) {
        Choice choice = choose(name);
        if (choice.kernels() == null) {
            throw new IllegalStateException(choice.refusal());
        }
        return choice.kernels();
    }

    private static Choice choose(String forced) {
        return switch (forced) {
            case SCALAR -> new Choice(new ScalarKernels(), null);
            case VECTOR -> vector();
            default -> new Choice(null, "kernels are '" + SCALAR + "' or '" + VECTOR + "', not '" + forced + "'.");
        };
    }

    private static Choice vector() {
        if (ModuleLayer.boot().findModule(VECTOR_MODULE).isEmpty()) {
            return new Choice(null, "the vector kernels need java --add-modules " + VECTOR_MODULE + ".");
        }
        return VectorKernelsGate.open();
    }

    private static Choice best() {
        String forced = System.getProperty(PROPERTY);
        if (forced != null) {
            return choose(forced);
        }
        Choice vector = vector();
        if (vector.kernels() != null) {
            return vector;
        }
        System.getLogger(KernelProvider.class.getName())
                .log(System.Logger.Level.WARNING, "Slow scalar kernels in use: {0}", vector.refusal());
        return choose(SCALAR);
    }

    /** Kernels, or the reason in one sentence why there are none. */
    record Choice(Kernels kernels, String refusal) {
    }

    /** Set up at the first call. */
    private static final class Holder {
        private static final Choice CHOICE = best();
    }
}
