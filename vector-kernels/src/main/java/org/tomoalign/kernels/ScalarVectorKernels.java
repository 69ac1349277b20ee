package org.tomoalign.kernels;

/** Level-1 operations in plain Java. */
final class ScalarVectorKernels implements VectorKernels {
    @Override
    public double dot(double[] a, double[] b, int n) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int i = 0;
        // Four sums, so that an addition need not wait for the one before.
        for (; i < n - 3; i += 4) {
            s0 += a[i] * b[i];
            s1 += a[i + 1] * b[i + 1];
            s2 += a[i + 2] * b[i + 2];
            s3 += a[i + 3] * b[i + 3];
        }
        for (; i < n; i++) {
            s0 += a[i] * b[i];
        }
        return (s0 + s1) + (s2 + s3);
    }

    @Override
    public void axpy(double alpha, double[] x, double[] y, int n) {
        for (int i = 0; i < n; i++) {
            y[i] += alpha * x[i];
        }
    }

    @Override
    public void scale(double alpha, double[] x, int n) {
        for (int i = 0; i < n; i++) {
            x[i] *= alpha;
        }
    }
}
