package org.tomoalign.optics;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.ImageSource;
import org.tomoalign.tomogram.Microscope;
import org.tomoalign.tomogram.TiltImage;

class ContrastTransferTest {
    private static final Microscope KRIOS = new Microscope(300, 2.7, 0.07);

    private static TiltImage image(double u, double v, double angle, double phaseShift) {
        return new TiltImage(new ImageSource(Path.of("x.mrc"), 0), 0, 12,
                new Defocus(u, v, angle), phaseShift, 0.9, 40, 0);
    }

    @Test
    void wavelengthOfCommonVoltages() {
        assertEquals(0.0196875, ContrastTransfer.wavelength(300), 1e-6);
        assertEquals(0.0250793, ContrastTransfer.wavelength(200), 1e-6);
    }

    @Test
    void defocusActsAlongItsAzimuth() {
        double angle = Math.toRadians(30), k = 0.1;
        ContrastTransfer ctf = new ContrastTransfer(KRIOS, image(30000, 20000, angle, 0));
        ContrastTransfer alongU = new ContrastTransfer(KRIOS, image(30000, 30000, 0, 0));
        ContrastTransfer alongV = new ContrastTransfer(KRIOS, image(20000, 20000, 0, 0));
        assertEquals(alongU.phase(k, 0), ctf.phase(k * Math.cos(angle), k * Math.sin(angle)), 1e-9);
        assertEquals(alongV.phase(k, 0), ctf.phase(-k * Math.sin(angle), k * Math.cos(angle)), 1e-9);
    }

    @Test
    void phaseAtTheOriginIsThatOfTheAmplitudeContrastAndThePhasePlate() {
        ContrastTransfer ctf = new ContrastTransfer(KRIOS, image(30000, 30000, 0, 1.2));
        assertEquals(-Math.asin(0.07) - 1.2, ctf.phase(0, 0), 1e-12);
    }

    @Test
    void slopeIsTheDerivativeByDefocus() {
        double u = 0.08, v = -0.05;
        double less = new ContrastTransfer(KRIOS, image(30000, 29000, 0.4, 0)).phase(u, v);
        double more = new ContrastTransfer(KRIOS, image(30100, 29100, 0.4, 0)).phase(u, v);
        assertEquals((more - less) / 100,
                new ContrastTransfer(KRIOS, image(1, 1, 0, 0)).phasePerDefocus(u, v), 1e-9);
    }

    @Test
    void envelopeHoldsScaleAndBFactor() {
        ContrastTransfer ctf = new ContrastTransfer(KRIOS, image(1, 1, 0, 0));
        assertEquals(0.9, ctf.envelope(0, 0), 1e-12);
        assertEquals(0.9 * Math.exp(-40 * 0.01 / 4), ctf.envelope(0.06, 0.08), 1e-12);
    }

    @Test
    void damageFollowsTheCriticalExposureUnlessTheImageHasItsOwnFactor() {
        TiltImage image = image(1, 1, 0, 0);
        assertEquals(1, RadiationDamage.weight(image, 0), 1e-12);
        double critical = 0.245 * Math.pow(0.2, -1.665) + 2.81;
        assertEquals(Math.exp(-12 / (2 * critical)), RadiationDamage.weight(image, 0.2), 1e-12);
        TiltImage own = new TiltImage(image.source(), image.row(), 12, image.defocus(), 0, 1, 0, 4);
        assertEquals(Math.exp(-4 * 12 * 0.04 / 4), RadiationDamage.weight(own, 0.2), 1e-12);
    }
}
