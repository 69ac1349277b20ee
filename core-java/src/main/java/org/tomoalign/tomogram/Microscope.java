package org.tomoalign.tomogram;

/**
 * What the microscope contributes to the CTF.
 *
 * @param voltage             acceleration voltage, kV
 * @param sphericalAberration Cs, mm
 * @param amplitudeContrast   Q0, fraction
 */
public record Microscope(double voltage, double sphericalAberration, double amplitudeContrast) {
}
