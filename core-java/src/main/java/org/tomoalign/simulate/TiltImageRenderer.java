package org.tomoalign.simulate;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.RealFft2d;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Microscope;

/**
 * Renders the noise-free images of a tilt series. Every particle is drawn on a patch of twice the box, so that most of
 * what the CTF spreads stays in the image. Usable from several threads.
 */
final class TiltImageRenderer implements AutoCloseable {
    private final SimulationOptions options;
    private final Microscope microscope;
    private final double hand;
    private final double pixelSize;
    private final PaddedSpectrum structure;
    private final int side;
    private final RealFft2d fft;

    /**
     * @param hand      sign of the change of defocus with depth
     * @param pixelSize Å
     */
    TiltImageRenderer(
            SimulationOptions options, Microscope microscope, double hand, double pixelSize, PaddedSpectrum structure,
            Fftw fftw) {
        this.options = options;
        this.microscope = microscope;
        this.hand = hand;
        this.pixelSize = pixelSize;
        this.structure = structure;
        this.side = 2 * options.box();
        this.fft = new RealFft2d(fftw, side, side);
    }

    /**
     * Returns the sum of all particles' projections with CTF and dose weight, protein dark, in native floats, x fastest.
     *
     * @param f     image, file order
     * @param arena owns the image
     */
    MemorySegment render(SimulatedSeries series, int f, Arena arena) {
        SimulatedSeries.Image image = series.images().get(f);
        MemorySegment out = AlignedSegments.floats(arena, (long) options.width() * options.height());
        int half = side / 2 + 1;
        ImageOptics optics = new ImageOptics(side, pixelSize, microscope, image.defocus(), image.dose());
        float[] transfer = new float[side * half];
        float[] slice = new float[2 * side * half];
        Vec3 centre = new Vec3(options.width() / 2.0, options.height() / 2.0, options.depth() / 2.0);
        double centreDepth = image.truth().apply(centre).z();
        try (Arena local = Arena.ofConfined()) {
            MemorySegment spectrum = AlignedSegments.complex(local, (long) side * half);
            MemorySegment patch = AlignedSegments.floats(local, (long) side * side);
            for (SimulatedSeries.Molecule particle : series.particles()) {
                Vec3 q = image.truth().apply(particle.at(f));
                if (!particle.there() || !touches(q)) {
                    continue;
                }
                Mat3 m = image.truth().linear().times(particle.angles().toMatrix());
                structure.slice(m, side, slice);
                optics.transfer(hand * pixelSize * (q.z() - centreDepth), transfer);
                long x = (long) Math.rint(q.x()), y = (long) Math.rint(q.y());
                // The ramp also moves the origin from the corner to the middle of the patch.
                multiply(slice, transfer, image.signal(), q.x() - x + side / 2, q.y() - y + side / 2, spectrum);
                fft.inverse(spectrum, patch);
                subtract(patch, (int) x - side / 2, (int) y - side / 2, out);
            }
        }
        if (options.deform() != 0) {
            new ImageWarp(options.width(), options.height(), options.deform()).apply(out);
        }
        return out;
    }

    private boolean touches(Vec3 q) {
        int reach = side / 2;
        return q.x() > -reach && q.x() < options.width() + reach && q.y() > -reach && q.y() < options.height() + reach;
    }

    /** Multiplies by the transfer function, the signal and the phase ramp that moves the image by (dx, dy) px. */
    private void multiply(float[] slice, float[] transfer, double signal, double dx, double dy, MemorySegment spectrum) {
        int half = side / 2 + 1;
        double norm = signal / ((double) side * side);
        for (int row = 0; row < side; row++) {
            int ky = row < side / 2 ? row : row - side;
            double stepRe = Math.cos(-2 * Math.PI * dx / side), stepIm = Math.sin(-2 * Math.PI * dx / side);
            double re = norm * Math.cos(-2 * Math.PI * ky * dy / side);
            double im = norm * Math.sin(-2 * Math.PI * ky * dy / side);
            for (int kx = 0; kx < half; kx++) {
                int i = row * half + kx;
                float a = slice[2 * i];
                float b = slice[2 * i + 1];
                float c = transfer[i];
                spectrum.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i, (float) (c * (a * re - b * im)));
                spectrum.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i + 1, (float) (c * (a * im + b * re)));
                double next = re * stepRe - im * stepIm;
                im = re * stepIm + im * stepRe;
                re = next;
            }
        }
    }

    private void subtract(MemorySegment patch, int left, int top, MemorySegment image) {
        int width = options.width(), height = options.height();
        int x0 = Math.max(0, -left), x1 = Math.min(side, width - left);
        for (int y = Math.max(0, -top); y < Math.min(side, height - top); y++) {
            long from = (long) y * side, to = (long) (top + y) * width + left;
            for (int x = x0; x < x1; x++) {
                float v = image.getAtIndex(ValueLayout.JAVA_FLOAT, to + x);
                image.setAtIndex(ValueLayout.JAVA_FLOAT, to + x,
                        v - patch.getAtIndex(ValueLayout.JAVA_FLOAT, from + x));
            }
        }
    }

    @Override
    public void close() {
        fft.close();
    }
}
