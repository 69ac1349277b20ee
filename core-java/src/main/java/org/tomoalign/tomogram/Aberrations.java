package org.tomoalign.tomogram;

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
}
