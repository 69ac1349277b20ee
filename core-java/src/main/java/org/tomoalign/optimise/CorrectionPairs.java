package org.tomoalign.optimise;

import org.tomoalign.kernels.VectorKernels;

/**
 * The last few steps s and gradient changes y, and the two-loop recursion over them. The recursion starts from a given
 * inverse Hessian estimate, or from the identity times s.y / y.y of the newest pair.
 */
final class CorrectionPairs {
    private final VectorKernels vectors;
    private final int n;
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
        s = new double[memory][n];
        y = new double[memory][n];
        inverseSy = new double[memory];
        alpha = new double[memory];
        newest = -1;
    }

    boolean isEmpty() {
        return stored == 0;
    }

    void clear() {
        stored = 0;
    }

    /** Stores a step; one without positive curvature (rounding only, after a Wolfe search) is left out. */
    void add(double[] x, double[] nextX, double[] gradient, double[] nextGradient) {
        int slot = (newest + 1) % s.length;
        double[] step = s[slot];
        double[] change = y[slot];
        for (int i = 0; i < n; i++) {
            step[i] = nextX[i] - x[i];
            change[i] = nextGradient[i] - gradient[i];
        }
        double sy = vectors.dot(step, change, n);
        if (!(sy > 0)) {
            return;
        }
        inverseSy[slot] = 1 / sy;
        newest = slot;
        stored = Math.min(stored + 1, s.length);
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
