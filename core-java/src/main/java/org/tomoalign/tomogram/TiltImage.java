package org.tomoalign.tomogram;

/**
 * One image of a tilt series. Where it looks from is part of the tomogram's {@link Geometry}.
 *
 * @param source      its pixels
 * @param row         zero-based row in the table of its tilt series' file, for messages and files
 * @param dose        exposure before this image, e/Å^2 ({@code rlnMicrographPreExposure})
 * @param defocus     at the tomogram's centre
 * @param phaseShift  of a phase plate, radians ({@code rlnPhaseShift}; 0 if absent)
 * @param scale       amplitude factor of the CTF ({@code rlnCtfScalefactor}; 1 if absent)
 * @param bFactor     Å^2, envelope exp(-B k^2 / 4) ({@code rlnCtfBfactor}; 0 if absent)
 * @param doseBFactor Å^2 per e/Å^2, replaces the dose curve when positive ({@code rlnCtfBfactorPerElectronDose};
 *                    0 if absent)
 */
public record TiltImage(
        ImageSource source, int row, double dose, Defocus defocus, double phaseShift, double scale, double bFactor,
        double doseBFactor) {
    /** Returns this image with another amplitude factor of its CTF. */
    public TiltImage withScale(double other) {
        return new TiltImage(source, row, dose, defocus, phaseShift, other, bFactor, doseBFactor);
    }
}
