package org.tomoalign.optimise;

import org.tomoalign.kernels.VectorKernels;

/**
 * The last few steps s and gradient changes y, and the two-loop recursion over them. The recursion starts from a given
 * inverse Hessian estimate, or from the identity times s.y / y.y of the newest pair.
 */
final class CorrectionPairs {
    private final VectorKernels vectors;
    private final int n;
    private final int memory;
    /* One more than the memory: a pair is tried in the slot after the newest, and one that is rejected costs none. */
    private final double[][] s;
    private final double[][] y;
    private final double[] inverseSy;
    private final double[] alpha;
    private double[] scratch;
    private int stored;
    private int newest;

    CorrectionPairs(VectorKernels vectors, int memory, int n) {
        this.vectors = vectors;
        this.n = n;
        this.memory = memory;
        s = new double[memory + 1][n];
        y = new double[memory + 1][n];
        inverseSy = new double[memory + 1];
        alpha = new double[memory + 1];
        newest = -1;
    }

    boolean isEmpty() {
        return stored == 0;
    }

    void clear() {
        stored = 0;
    }

    /**
     * Stores a step, in place of the oldest if the memory is full. One without positive curvature (rounding, after a Wolfe
     * search) is left out, and changes nothing.
     */
    void add(double[] x, double[] nextX, double[] gradient, double[] nextGradient) {
        int slot = (newest + 1) % s.length;
        double[] step = s[slot];
        double[] change = y[slot];
        for (int i = 0; i < n; i++) {
            step[i] = nextX[i] - x[i];
            change[i] = nextGradient[i] - gradient[i];
        }
        double inverse = 1 / vectors.dot(step, change, n);
        if (!(inverse > 0 && inverse < Double.POSITIVE_INFINITY)) {
            return;
        }
        inverseSy[slot] = inverse;
        newest = slot;
        stored = Math.min(stored + 1, memory);
    }

    /**
     * Writes -H g, H the inverse Hessian estimate.
     *
     * @param start preconditions; null for a multiple of the identity, and then there must be a pair
     */
    void descentDirection(double[] gradient, PreconditionedObjective start, double[] out) {
        double[] q = start == null ? out : scratch();
        for (int i = 0; i < n; i++) {
            q[i] = -gradient[i];
        }
        for (int k = 0; k < stored; k++) {
            int slot = slot(k);
            alpha[slot] = inverseSy[slot] * vectors.dot(s[slot], q, n);
            vectors.axpy(-alpha[slot], y[slot], q, n);
        }
        if (start == null) {
            double[] change = y[newest];
            vectors.scale(1 / (inverseSy[newest] * vectors.dot(change, change, n)), out, n);
        } else {
            start.precondition(q, out);
        }
        for (int k = stored - 1; k >= 0; k--) {
            int slot = slot(k);
            double beta = inverseSy[slot] * vectors.dot(y[slot], out, n);
            vectors.axpy(alpha[slot] - beta, s[slot], out, n);
        }
    }

    private double[] scratch() {
        if (scratch == null) {
            scratch = new double[n];
        }
        return scratch;
    }

    /** Returns where the k-th newest pair is. */
    private int slot(int k) {
        return Math.floorMod(newest - k, s.length);
    }
}
