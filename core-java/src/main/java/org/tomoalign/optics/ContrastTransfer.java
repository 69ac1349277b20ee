package org.tomoalign.optics;

import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;

/**
 * The contrast transfer function of one tilt image, {@code CTF = -sin(gamma) exp(-B u^2 / 4) scale}, with RELION's
 * phase (Zernike aberrations are added by the caller)
 * {@code gamma = -pi lambda (defocus along the azimuth of u) u^2 + pi/2 Cs lambda^3 u^4 - phaseShift
 * - atan(Q0 / sqrt(1 - Q0^2))}.
 * Frequencies are in 1/Å, phases in radians, defocus in Å (positive: underfocus).
 */
public final class ContrastTransfer {
    private final double wavelength;
    private final double meanDefocus;
    private final double astigmatism;
    private final double cos2Angle;
    private final double sin2Angle;
    private final double quartic;
    private final double constant;
    private final double scale;
    private final double bFactor;

    /** Takes the image's defocus at the tomogram's centre, its scale and B-factor and the microscope's constants. */
    public ContrastTransfer(Microscope microscope, TiltImage image) {
        wavelength = wavelength(microscope.voltage());
        meanDefocus = (image.defocus().u() + image.defocus().v()) / 2;
        astigmatism = (image.defocus().u() - image.defocus().v()) / 2;
        cos2Angle = Math.cos(2 * image.defocus().angle());
        sin2Angle = Math.sin(2 * image.defocus().angle());
        double cs = microscope.sphericalAberration() * 1e7;
        quartic = Math.PI / 2 * cs * wavelength * wavelength * wavelength;
        double q0 = microscope.amplitudeContrast();
        constant = -image.phaseShift() - Math.atan(q0 / Math.sqrt(1 - q0 * q0));
        scale = image.scale();
        bFactor = image.bFactor();
    }

    /**
     * Returns the relativistic electron wavelength in Å:
     * {@code 12.2643247 / sqrt(V (1 + 0.978466e-6 V))}, V in volts.
     *
     * @param voltage kV
     */
    public static double wavelength(double voltage) {
        double volts = voltage * 1e3;
        return 12.2643247 / Math.sqrt(volts * (1 + volts * 0.978466e-6));
    }

    /** Returns gamma at frequency (u, v) for a particle at the tomogram's centre. */
    public double phase(double u, double v) {
        double u2 = u * u + v * v;
        // (u^2 - v^2) cos 2a + 2 u v sin 2a = |u|^2 cos 2(azimuth - a)
        double defocus = meanDefocus * u2 + astigmatism * ((u * u - v * v) * cos2Angle + 2 * u * v * sin2Angle);
        return -Math.PI * wavelength * defocus + quartic * u2 * u2 + constant;
    }

    /** Returns d gamma / d defocus at frequency (u, v), radians per Å. */
    public double phasePerDefocus(double u, double v) {
        return -Math.PI * wavelength * (u * u + v * v);
    }

    /** Returns the amplitude factor {@code exp(-B u^2 / 4) scale} at frequency (u, v). */
    public double envelope(double u, double v) {
        return scale * Math.exp(-bFactor * (u * u + v * v) / 4);
    }
}
