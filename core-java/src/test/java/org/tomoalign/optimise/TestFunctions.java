package org.tomoalign.optimise;

/** Standard problems with known minima. */
final class TestFunctions {
    private TestFunctions() {
    }

    /** The chained Rosenbrock function; minimum 0 at (1, ..., 1). */
    static Objective rosenbrock(int n) {
        return new Objective() {
            @Override
            public int size() {
                return n;
            }

            @Override
            public double evaluate(double[] x, double[] gradient) {
                java.util.Arrays.fill(gradient, 0);
                double f = 0;
                for (int i = 0; i + 1 < n; i++) {
                    double a = x[i + 1] - x[i] * x[i];
                    double b = 1 - x[i];
                    f += 100 * a * a + b * b;
                    gradient[i] += -400 * x[i] * a - 2 * b;
                    gradient[i + 1] += 200 * a;
                }
                return f;
            }
        };
    }

    /** Half the sum of d_i (x_i - i)^2 with d spread evenly (in the logarithm) from 1 to the condition number. */
    static Objective quadratic(int n, double condition) {
        return new Objective() {
            @Override
            public int size() {
                return n;
            }

            @Override
            public double evaluate(double[] x, double[] gradient) {
                double f = 0;
                for (int i = 0; i < n; i++) {
                    double d = Math.pow(condition, i / (n - 1.0));
                    gradient[i] = d * (x[i] - i);
                    f += 0.5 * gradient[i] * (x[i] - i);
                }
                return f;
            }
        };
    }

    /** The starting point (-1.2, 1, -1.2, 1, ...). */
    static double[] rosenbrockStart(int n) {
        double[] x = new double[n];
        for (int i = 0; i < n; i++) {
            x[i] = i % 2 == 0 ? -1.2 : 1;
        }
        return x;
    }
}
