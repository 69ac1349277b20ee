package org.tomoalign.simulate;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.tomoalign.files.AtomicFile;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.mrc.MrcWriter;
import org.tomoalign.project.Labels;
import org.tomoalign.star.StarWriter;

/**
 * The reference that the aligner is given: two half maps with independent noise that grows with frequency, a mask, and
 * their Fourier shell correlation. The maps are the structure times sqrt(box), the grey scale of RELION's own
 * reconstructions.
 *
 * @param halves two maps
 * @param mask   1 inside a sphere, 0 outside, with a soft edge
 * @param fsc    of the masked maps, per shell 0..box/2
 */
record SimulatedReference(List<DensityMap> halves, DensityMap mask, double[] fsc) {
    /** Noise of a half map: its standard deviation relative to the structure's. */
    private static final double NOISE = 0.10;
    private static final double MASK_RADIUS = 0.40;
    private static final double MASK_EDGE = 5;
    private static final List<String> FSC_LABELS = List.of(Labels.SPECTRAL_INDEX, Labels.RESOLUTION,
            Labels.ANGSTROM_RESOLUTION, Labels.FOURIER_SHELL_CORRELATION_CORRECTED,
            Labels.FOURIER_SHELL_CORRELATION_UNMASKED_MAPS, Labels.FOURIER_SHELL_CORRELATION_MASKED_MAPS,
            Labels.CORRECTED_FOURIER_SHELL_CORRELATION_PHASE_RANDOMIZED_MASKED_MAPS);

    static SimulatedReference of(DensityMap structure, RandomGenerator random, Fftw fftw) {
        DensityMap first = half(structure, random, fftw), second = half(structure, random, fftw);
        DensityMap mask = mask(structure.size());
        return new SimulatedReference(List.of(first, second), mask, shellCorrelation(first, second, mask, fftw));
    }

    private static DensityMap half(DensityMap structure, RandomGenerator random, Fftw fftw) {
        int s = structure.size();
        float[] white = new float[structure.values().length];
        for (int i = 0; i < white.length; i++) {
            white[i] = (float) random.nextGaussian();
        }
        DensityMap noise = new DensityMap(s, white).filtered(fftw, (kx, ky, kz) -> {
            double k = Math.sqrt((double) kx * kx + (double) ky * ky + (double) kz * kz) / s;
            return 1 + Math.pow(k / 0.25, 3);
        });
        double factor = NOISE * structure.standardDeviation() / noise.standardDeviation();
        double scale = Math.sqrt(s);
        float[] values = new float[white.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (scale * (structure.values()[i] + factor * noise.values()[i]));
        }
        return new DensityMap(s, values);
    }

    private static DensityMap mask(int s) {
        float[] values = new float[s * s * s];
        for (int i = 0; i < values.length; i++) {
            int x = i % s - s / 2, y = i / s % s - s / 2, z = i / (s * s) - s / 2;
            double depth = (MASK_RADIUS * s - Math.sqrt((double) x * x + y * y + z * z)) / MASK_EDGE;
            values[i] = (float) (0.5 - 0.5 * Math.cos(Math.PI * Math.clamp(depth, 0, 1)));
        }
        return new DensityMap(s, values);
    }

    private static double[] shellCorrelation(DensityMap a, DensityMap b, DensityMap mask, Fftw fftw) {
        int s = a.size(), half = s / 2 + 1;
        double[] cross = new double[half], first = new double[half], second = new double[half];
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment fa = masked(a, mask).spectrum(fftw, arena), fb = masked(b, mask).spectrum(fftw, arena);
            long i = 0;
            for (int z = 0; z < s; z++) {
                for (int y = 0; y < s; y++) {
                    int ky = a.frequency(y), kz = a.frequency(z);
                    for (int x = 0; x < half; x++, i += 2) {
                        int r = (int) Math.rint(Math.sqrt((double) x * x + (double) ky * ky + (double) kz * kz));
                        if (r >= half) {
                            continue;
                        }
                        double ar = fa.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                        double ai = fa.getAtIndex(ValueLayout.JAVA_FLOAT, i + 1);
                        double br = fb.getAtIndex(ValueLayout.JAVA_FLOAT, i);
                        double bi = fb.getAtIndex(ValueLayout.JAVA_FLOAT, i + 1);
                        cross[r] += ar * br + ai * bi;
                        first[r] += ar * ar + ai * ai;
                        second[r] += br * br + bi * bi;
                    }
                }
            }
        }
        double[] fsc = new double[half];
        for (int r = 0; r < half; r++) {
            double power = Math.sqrt(first[r] * second[r]);
            fsc[r] = power > 0 ? cross[r] / power : 0;
        }
        return fsc;
    }

    private static DensityMap masked(DensityMap map, DensityMap mask) {
        float[] values = map.values().clone();
        for (int i = 0; i < values.length; i++) {
            values[i] *= mask.values()[i];
        }
        return new DensityMap(map.size(), values);
    }

    /** Writes half1.mrc, half2.mrc, mask.mrc and fsc.star. */
    void write(Path folder, double pixelSize) {
        int s = mask.size();
        for (int h = 0; h < 2; h++) {
            MrcWriter.writeVolume(folder.resolve("half" + (h + 1) + ".mrc"), halves.get(h).values(), s, s, s, pixelSize);
        }
        MrcWriter.writeVolume(folder.resolve("mask.mrc"), mask.values(), s, s, s, pixelSize);
        AtomicFile.write(folder.resolve("fsc.star"), out -> writeFsc(new StarWriter(out, 30001), s, pixelSize));
    }

    private void writeFsc(StarWriter star, int s, double pixelSize) throws IOException {
        star.loop("fsc", FSC_LABELS);
        for (int r = 0; r < fsc.length; r++) {
            star.cell(r).cell(r / (s * pixelSize)).cell(r == 0 ? 999 : s * pixelSize / r);
            star.cell(fsc[r]).cell(fsc[r]).cell(fsc[r]).cell(0.0).endRow();
        }
        star.endTable();
    }
}
