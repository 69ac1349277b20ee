package org.tomoalign.optics;

import java.util.List;

/**
 * Beam aberrations of one optics group as Zernike coefficients.
 *
 * @param even coefficients of the symmetric part, radians, added to the CTF's phase
 * @param odd  coefficients of the antisymmetric part, radians; predictions are multiplied by exp(i phase)
 */
public record Aberrations(List<Double> even, List<Double> odd) {
    /** A perfect microscope. */
    public static final Aberrations NONE = new Aberrations(List.of(), List.of());

    /** Copies the lists. */
    public Aberrations {
        even = List.copyOf(even);
        odd = List.copyOf(odd);
    }

    /** Returns the symmetric phase at frequency (u, v), 1/Å, in radians. */
    public double evenPhase(double u, double v) {
        return even.isEmpty() ? 0 : Zernike.even(even, u, v);
    }

    /** Returns the antisymmetric phase at frequency (u, v), 1/Å, in radians. */
    public double oddPhase(double u, double v) {
        return odd.isEmpty() ? 0 : Zernike.odd(odd, u, v);
    }
}
