package org.tomoalign.optics;

import java.util.List;
import org.tomoalign.tomogram.Aberrations;

/**
 * Zernike polynomials as RELION uses them for beam aberrations: evaluated at spatial frequencies in 1/Å (not scaled
 * to a unit disc), indexed separately for even (symmetric) and odd (antisymmetric) terms.
 */
public final class Zernike {
    private Zernike() {
    }

    /** Returns the symmetric phase of aberrations at frequency (u, v), 1/Å, in radians. */
    public static double evenPhase(Aberrations aberrations, double u, double v) {
        return even(aberrations.even(), u, v);
    }

    /** Returns the antisymmetric phase of aberrations at frequency (u, v), 1/Å, in radians. */
    public static double oddPhase(Aberrations aberrations, double u, double v) {
        return odd(aberrations.odd(), u, v);
    }

    /**
     * Returns the sum of the even polynomials at frequency (u, v), 1/Å: term i has n = 2k, m = 2(i - k^2 - k) with
     * k = floor(sqrt(i)).
     */
    static double even(List<Double> coefficients, double u, double v) {
        double sum = 0;
        for (int i = 0; i < coefficients.size(); i++) {
            int k = (int) Math.sqrt(i);
            sum += coefficients.get(i) * polynomial(2 * (i - k * k - k), 2 * k, u, v);
        }
        return sum;
    }

    /**
     * Returns the sum of the odd polynomials at frequency (u, v), 1/Å: term i has n = 2k + 1,
     * m = 2(i - k^2 - k) - n with k = floor((sqrt(1 + 4i) - 1) / 2).
     */
    static double odd(List<Double> coefficients, double u, double v) {
        double sum = 0;
        for (int i = 0; i < coefficients.size(); i++) {
            int k = (int) ((Math.sqrt(1 + 4.0 * i) - 1) / 2);
            int n = 2 * k + 1;
            sum += coefficients.get(i) * polynomial(2 * (i - k * k - k) - n, n, u, v);
        }
        return sum;
    }

    /** Returns {@code R_n^|m|(rho) cos(m phi)} for m &ge; 0, {@code R_n^|m|(rho) sin(|m| phi)} for m below 0. */
    static double polynomial(int m, int n, double u, double v) {
        double rho = Math.hypot(u, v);
        double phi = Math.atan2(v, u);
        return m >= 0 ? radial(m, n, rho) * Math.cos(m * phi) : radial(-m, n, rho) * Math.sin(-m * phi);
    }

    private static double radial(int m, int n, double rho) {
        double sum = 0;
        for (int k = 0; k <= (n - m) / 2; k++) {
            double c = factorial(n - k) / (factorial(k) * factorial((n + m) / 2 - k) * factorial((n - m) / 2 - k));
            sum += (k % 2 == 0 ? c : -c) * Math.pow(rho, n - 2 * k);
        }
        return sum;
    }

    private static double factorial(int k) {
        double product = 1;
        for (int i = 2; i <= k; i++) {
            product *= i;
        }
        return product;
    }
}
