package org.tomoalign.simulate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.RealFft2d;
import org.tomoalign.geometry.EulerAngles;
import org.tomoalign.geometry.Mat3;
import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;
import org.tomoalign.tomogram.Defocus;
import org.tomoalign.tomogram.Microscope;

class ImagingTest {
    private static final Microscope MICROSCOPE = new Microscope(300, 2.7, 0.07);

    private static DensityMap blobs(int s, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        float[] values = new float[s * s * s];
        for (int blob = 0; blob < 6; blob++) {
            double cx = s / 2 + s * random.nextDouble(-0.25, 0.25), cy = s / 2 + s * random.nextDouble(-0.25, 0.25);
            double cz = s / 2 + s * random.nextDouble(-0.25, 0.25), height = random.nextDouble(0.5, 1.5);
            for (int i = 0; i < values.length; i++) {
                double dx = i % s - cx, dy = i / s % s - cy, dz = i / (s * s) - cz;
                values[i] += (float) (height * Math.exp(-(dx * dx + dy * dy + dz * dz) / 3));
            }
        }
        return new DensityMap(s, values);
    }

    @Test
    void slicesEqualTheFourierTransformByDefinition() {
        int s = 16, side = 32;
        RandomGenerator random = new SplittableRandom(3);
        float[] values = new float[s * s * s];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        PaddedSpectrum volume = PaddedSpectrum.of(new DensityMap(s, values), Fftw.get());
        float[] slice = new float[2 * side * (side / 2 + 1)];
        Mat3 m = new EulerAngles(33, 71, -128).toMatrix();
        volume.slice(m, side, slice);
        double worst = 0, typical = Math.sqrt(values.length);
        for (int row = 0; row < side; row += 3) {
            int ky = row < side / 2 ? row : row - side;
            for (int kx = 0; kx <= side / 2; kx += 2) {
                Vec3 k = m.transposed().times(new Vec3(kx, ky, 0)).times(2 * Math.PI / side);
                double re = 0, im = 0;
                for (int i = 0; i < values.length && kx * kx + ky * ky < side * side / 4; i++) {
                    double phase = k.x() * (i % s - s / 2) + k.y() * (i / s % s - s / 2) + k.z() * (i / (s * s) - s / 2);
                    re += values[i] * Math.cos(phase);
                    im -= values[i] * Math.sin(phase);
                }
                int at = 2 * (row * (side / 2 + 1) + kx);
                worst = Math.max(worst, Math.hypot(slice[at] - re, slice[at + 1] - im));
            }
        }
        assertTrue(worst < 2e-3 * typical, "largest error " + worst + " of " + typical);
    }

    /**
     * A particle's image equals its projection, made in real space from scratch, seen through a CTF written down anew,
     * and equals it best where the particle is. A particle that is only listed leaves no trace.
     */
    @Test
    void aParticleIsSeenWhereItIsProjected() {
        int box = 24, width = 96, height = 80;
        double px = 3;
        DensityMap structure = blobs(box, 5);
        SimulationOptions options = SimulationOptions.defaults().edit().box(box).size(width, height).depth(40).build();
        Mat3 tilted = Mat3.rotationZ(-1.2).times(Mat3.rotationY(0.6)).times(Mat3.rotationX(0.1));
        Projection projection = new Projection(tilted, new Vec3(48, 40, 20).minus(tilted.times(new Vec3(48, 40, 20))));
        EulerAngles angles = new EulerAngles(40, 110, 75);
        Vec3 q = new Vec3(50.3, 37.85, 20 + 200);
        Vec3 moved = new Vec3(0.7, -1.2, 0.4), position = tilted.transposed().times(q.minus(projection.shift()));
        Defocus defocus = new Defocus(9000, 7500, 0.7);
        SimulatedSeries series = new SimulatedSeries("a",
                List.of(new SimulatedSeries.Image(projection, projection, defocus, 12, 1.5)),
                List.of(new SimulatedSeries.Molecule(angles, position.minus(moved), Vec3.ZERO, List.of(moved), true),
                        new SimulatedSeries.Molecule(angles, position, Vec3.ZERO, List.of(new Vec3(6, 9, 0)), false)));
        double local = -200 * px;
        Mat3 m = tilted.times(angles.toMatrix());
        try (Arena arena = Arena.ofConfined(); TiltImageRenderer renderer = new TiltImageRenderer(
                options, MICROSCOPE, -1, px, PaddedSpectrum.of(structure, Fftw.get()), Fftw.get());
                RealFft2d fft = new RealFft2d(Fftw.get(), height, width)) {
            float[] image = renderer.render(series, 0, arena).toArray(ValueLayout.JAVA_FLOAT);
            double[][] at = new double[3][3];
            for (int dy = -1; dy <= 1; dy++) {
                for (int dx = -1; dx <= 1; dx++) {
                    at[dy + 1][dx + 1] = correlation(image, expected(structure, m, q.x() + dx, q.y() + dy, width, height,
                            px, defocus, local, 12, fft, arena));
                }
            }
            assertTrue(at[1][1] > 0.998, "correlation " + at[1][1]);
            assertEquals(0, peak(at[1][0], at[1][1], at[1][2]), 0.02);
            assertEquals(0, peak(at[0][1], at[1][1], at[2][1]), 0.02);
            float[] same = expected(structure, m, q.x(), q.y(), width, height, px, defocus, local, 12, fft, arena);
            assertEquals(1.5, norm(image) / norm(same) * width * height, 0.015, "amplitude: the image's signal");
            double wrongDefocus = correlation(image, expected(structure, m, q.x(), q.y(), width, height, px,
                    new Defocus(9000, 7500, 0.7 + Math.PI / 2), local, 12, fft, arena));
            assertTrue(wrongDefocus < at[1][1] - 0.01, "astigmatism the other way round: " + wrongDefocus);
            double wrongDepth = correlation(image, expected(structure, m, q.x(), q.y(), width, height, px, defocus,
                    -local, 12, fft, arena));
            assertTrue(wrongDepth < at[1][1] - 0.002, "defocus changes with depth the other way round: " + wrongDepth);
        }
    }

    private static double peak(double left, double middle, double right) {
        return 0.5 * (left - right) / (left - 2 * middle + right);
    }

    private static double correlation(float[] a, float[] b) {
        double ab = 0, aa = 0, bb = 0;
        for (int i = 0; i < a.length; i++) {
            ab += (double) a[i] * b[i];
            aa += (double) a[i] * a[i];
            bb += (double) b[i] * b[i];
        }
        return ab / Math.sqrt(aa * bb);
    }

    private static double sinc(double x) {
        return x == 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
    }

    private static double norm(float[] a) {
        double sum = 0;
        for (float v : a) {
            sum += (double) v * v;
        }
        return Math.sqrt(sum);
    }

    /** Projects every voxel along the beam, then applies the CTF to the whole image; protein dark. */
    private static float[] expected(
            DensityMap map, Mat3 m, double qx, double qy, int width, int height, double px, Defocus defocus, double local,
            double dose, RealFft2d fft, Arena arena) {
        MemorySegment image = AlignedSegments.floats(arena, (long) width * height);
        int s = map.size();
        for (int i = 0; i < map.values().length; i++) {
            Vec3 v = m.times(new Vec3(i % s - s / 2, i / s % s - s / 2, i / (s * s) - s / 2));
            double x = v.x() + qx, y = v.y() + qy;
            int x0 = (int) Math.floor(x), y0 = (int) Math.floor(y);
            for (int corner = 0; corner < 4; corner++) {
                int xi = x0 + (corner & 1), yi = y0 + (corner >> 1);
                double w = (1 - Math.abs(x - xi)) * (1 - Math.abs(y - yi));
                long at = (long) yi * width + xi;
                image.setAtIndex(ValueLayout.JAVA_FLOAT, at,
                        image.getAtIndex(ValueLayout.JAVA_FLOAT, at) - (float) (w * map.values()[i]));
            }
        }
        int half = width / 2 + 1;
        MemorySegment spectrum = AlignedSegments.complex(arena, (long) half * height);
        fft.forward(image, spectrum);
        double lambda = 0.0196874863882182;
        for (int row = 0; row < height; row++) {
            for (int kx = 0; kx < half; kx++) {
                double u = kx / (width * px), v = (row <= height / 2 ? row : row - height) / (height * px);
                double k2 = u * u + v * v, azimuth = Math.atan2(v, u) - defocus.angle();
                double z = local + defocus.u() * Math.pow(Math.cos(azimuth), 2)
                        + defocus.v() * Math.pow(Math.sin(azimuth), 2);
                double gamma = -Math.PI * lambda * z * k2 + Math.PI / 2 * 2.7e7 * Math.pow(lambda, 3) * k2 * k2
                        - Math.asin(0.07);
                double factor = -Math.sin(gamma) * (k2 == 0 ? 1 : Math.exp(-dose / (2 * (0.245 * Math.pow(k2, -1.665 / 2)
                        + 2.81)))) * (k2 < 0.25 / (px * px) ? 1 : 0);
                // Bilinear spreading blurs by sinc^2 along each axis.
                factor /= Math.pow(sinc(u * px) * sinc(v * px), 2);
                long i = 2 * ((long) row * half + kx);
                for (long part = i; part < i + 2; part++) {
                    spectrum.setAtIndex(ValueLayout.JAVA_FLOAT, part,
                            (float) (factor * spectrum.getAtIndex(ValueLayout.JAVA_FLOAT, part)));
                }
            }
        }
        fft.inverse(spectrum, image);
        return image.toArray(ValueLayout.JAVA_FLOAT);
    }

    @Test
    void noiseHasTheVarianceAndColourAskedFor() {
        int width = 200, height = 150;
        try (Arena arena = Arena.ofConfined(); RealFft2d fft = new RealFft2d(Fftw.get(), height, width)) {
            float[] noise = ImageNoise.draw(fft, width, height, 3, new SplittableRandom(1), arena)
                    .toArray(ValueLayout.JAVA_FLOAT);
            double mean = 0, expected = 0, neighbours = 0;
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double v = noise[y * width + x];
                    mean += v * v / noise.length;
                    neighbours += v * noise[y * width + (x + 1) % width] / noise.length;
                    double u = (x <= width / 2 ? x : x - width) / (double) width;
                    double w = (y <= height / 2 ? y : y - height) / (double) height;
                    expected += 9 * ImageNoise.power(Math.hypot(u, w)) / noise.length;
                }
            }
            assertEquals(1, mean / expected, 0.03);
            assertTrue(neighbours > 0.04 * mean, "neighbouring pixels are correlated");
        }
    }

    @Test
    void aWarpMovesWhatItShould() {
        int width = 90, height = 70;
        ImageWarp warp = new ImageWarp(width, height, 2.5);
        try (Arena arena = Arena.ofConfined()) {
            double cx = 22, cy = 41;
            MemorySegment image = AlignedSegments.floats(arena, (long) width * height);
            for (int i = 0; i < width * height; i++) {
                double d2 = Math.pow(i % width - cx, 2) + Math.pow(i / width - cy, 2);
                image.setAtIndex(ValueLayout.JAVA_FLOAT, i, (float) Math.exp(-d2 / 8));
            }
            warp.apply(image);
            double sum = 0, x = 0, y = 0;
            for (int i = 0; i < width * height; i++) {
                double v = image.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                sum += v;
                x += v * (i % width);
                y += v * (i / width);
            }
            double gx = x / sum - cx, gy = y / sum - cy;
            assertTrue(Math.hypot(gx, gy) > 1, "it moves at all");
            // The blob lands where place minus displacement there is its origin.
            assertEquals(warp.dx(cx + gx, cy + gy), gx, 0.1);
            assertEquals(warp.dy(cx + gx, cy + gy), gy, 0.1);
            MemorySegment copy = AlignedSegments.floats(arena, (long) width * height).copyFrom(image);
            new ImageWarp(width, height, 0).apply(image);
            for (int i = 0; i < width * height; i++) {
                assertEquals(copy.getAtIndex(ValueLayout.JAVA_FLOAT, i), image.getAtIndex(ValueLayout.JAVA_FLOAT, i), 1e-6);
            }
        }
    }

    @Test
    void evenTheSmallestMoleculeHasMass() {
        for (int seed = 0; seed < 5; seed++) {
            DensityMap map = ProteinModel.generate(16, 1.0, 60, new SplittableRandom(seed), Fftw.get());
            assertTrue(map.projectionVariance() > 0);
        }
    }
}
