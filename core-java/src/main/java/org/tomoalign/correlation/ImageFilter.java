package org.tomoalign.correlation;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.tomoalign.optics.ContrastTransfer;
import org.tomoalign.optics.RadiationDamage;
import org.tomoalign.optics.Zernike;
import org.tomoalign.tomogram.Aberrations;
import org.tomoalign.tomogram.TiltImage;
import org.tomoalign.tomogram.TiltSeries;

/**
 * Everything that multiplies the spectra of one tilt image and does not depend on the particle, as tables over the
 * half plane (rows of {@link HalfPlane#stride()} floats, 64-byte aligned).
 *
 * @param range  the frequencies that take part
 * @param weight {@code -W dose envelope / size}: weight, dose weight, CTF scale and B-factor, the normalisation of
 *               the forward transform and the sign of the contrast (protein is dark)
 * @param phase  CTF phase gamma at the tomogram's centre, radians, reduced to (-pi, pi]
 * @param power  {@code multiplicity size^2 / W}: times the squared product of weight and CTF and times |slice|^2 this
 *               sums to the predicted power W |prediction|^2 over the whole plane
 * @param odd    complex factor of the antisymmetric aberration, rows of twice the stride; null if there is none
 */
record ImageFilter(
        FrequencyRange range, MemorySegment weight, MemorySegment phase, MemorySegment power, MemorySegment odd) {

    /**
     * Tabulates the filter of an image.
     *
     * @param image       chronological
     * @param aberrations of the particles' optics group
     * @param arena       owns the tables
     */
    static ImageFilter of(
            HalfPlane plane, TiltSeries series, int image, SpectralWeights weights, Aberrations aberrations,
            Arena arena) {
        return tabulate(plane, series.images().get(image), series, weights.range(image),
                (x, y) -> x == 0 && y == 0 ? 0 : weights.at(image, x, y), aberrations, arena);
    }

    /**
     * Tabulates the filter that predicts an image: weight 1 everywhere within a radius, the mean included, and no CTF
     * scale.
     */
    static ImageFilter ofPrediction(
            HalfPlane plane, TiltSeries series, int image, double radius, Aberrations aberrations, Arena arena) {
        FrequencyRange disc =
                FrequencyRange.of(plane, 0, plane.width(), (x, y) -> plane.radius(x, y) <= radius ? 1 : 0);
        return tabulate(plane, series.images().get(image).withScale(1), series, disc, (x, y) -> 1, aberrations, arena);
    }

    private static ImageFilter tabulate(
            HalfPlane plane, TiltImage tilt, TiltSeries series, FrequencyRange range,
            FrequencyRange.PlaneFunction weights, Aberrations aberrations, Arena arena) {
        ContrastTransfer ctf = new ContrastTransfer(series.microscope(), tilt);
        MemorySegment weight = arena.allocate(4 * plane.tableSize(), 64);
        MemorySegment phase = arena.allocate(4 * plane.tableSize(), 64);
        MemorySegment power = arena.allocate(4 * plane.tableSize(), 64);
        MemorySegment odd = aberrations.odd().isEmpty() ? null : arena.allocate(8 * plane.tableSize(), 64);
        double perAngstrom = 1 / (plane.size() * series.pixelSize());
        for (int y = 0; y < plane.size(); y++) {
            double v = plane.ky(y) * perAngstrom;
            for (int x = 0; x < range.end(y); x++) {
                double u = x * perAngstrom;
                long i = (long) y * plane.stride() + x;
                double w = weights.at(x, y);
                double signal = RadiationDamage.weight(tilt, Math.hypot(u, v)) * ctf.envelope(u, v);
                set(weight, i, -w * signal / plane.size());
                set(power, i, w == 0 ? 0 : plane.multiplicity(x) * (double) plane.size() * plane.size() / w);
                set(phase, i, Math.IEEEremainder(ctf.phase(u, v) + Zernike.evenPhase(aberrations, u, v), 2 * Math.PI));
                if (odd != null) {
                    double angle = Zernike.oddPhase(aberrations, u, v);
                    set(odd, 2 * i, Math.cos(angle));
                    set(odd, 2 * i + 1, Math.sin(angle));
                }
            }
        }
        return new ImageFilter(range, weight, phase, power, odd);
    }

    /** Tabulates d gamma / d defocus (radians per Å), the same for all images of a tilt series. */
    static MemorySegment phasePerDefocus(HalfPlane plane, TiltSeries series, Arena arena) {
        ContrastTransfer ctf = new ContrastTransfer(series.microscope(), series.images().getFirst());
        MemorySegment slope = arena.allocate(4 * plane.tableSize(), 64);
        double perAngstrom = 1 / (plane.size() * series.pixelSize());
        for (int y = 0; y < plane.size(); y++) {
            for (int x = 0; x < plane.width(); x++) {
                set(slope, (long) y * plane.stride() + x,
                        ctf.phasePerDefocus(x * perAngstrom, plane.ky(y) * perAngstrom));
            }
        }
        return slope;
    }

    private static void set(MemorySegment table, long index, double value) {
        table.setAtIndex(ValueLayout.JAVA_FLOAT, index, (float) value);
    }
}
