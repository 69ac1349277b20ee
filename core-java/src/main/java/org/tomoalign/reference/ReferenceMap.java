package org.tomoalign.reference;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.tomoalign.fftw.AlignedSegments;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.RealFft3d;
import org.tomoalign.mrc.MrcHeader;
import org.tomoalign.mrc.MrcVolume;

/**
 * The reference of a job: the transforms of two half maps and the weight of each shell (section 3 of the method).
 * Closing it frees the volumes.
 */
public final class ReferenceMap implements AutoCloseable {
    private final FourierVolume[] halves;
    private final ShellWeights shells;
    private final Arena arena;

    private ReferenceMap(FourierVolume[] halves, ShellWeights shells, Arena arena) {
        this.halves = halves;
        this.shells = shells;
        this.arena = arena;
    }

    /**
     * Where the reference comes from.
     *
     * @param half1 map of half set 1
     * @param half2 map of half set 2
     * @param mask  multiplied with both, if given
     * @param fsc   FSC curve, one value per shell of its map, if given; else the half maps are compared
     * @param pixelSize of the tilt images, Å, which the maps must share
     */
    public record Source(
            Path half1, Path half2, Optional<Path> mask, Optional<double[]> fsc, double pixelSize) {
    }

    /**
     * Reads and prepares the reference, in parallel in the pool that runs the calling task.
     *
     * @param box    box size, px, even
     * @param compat do what RELION does: zero the central voxel, ignore that padding weakens the map
     * @throws org.tomoalign.project.InputException if a map is missing or damaged, no cube, larger than the box, odd,
     *         or of another size than the first
     */
    public static ReferenceMap load(
            Source source, int box, ShellWeights.Options options, boolean compat, Fftw fftw) {
        try (Arena scratch = Arena.ofShared(); RealFft3d fft = new RealFft3d(fftw, box, box, box)) {
            MrcHeader first = MrcVolume.readHeader(source.half1());
            ReferenceFiles.requireSize(first, first, box);
            MemorySegment mask = source.mask().map(path -> read(path, first, box, scratch)).orElse(null);
            MemorySegment[] spectra = new MemorySegment[2];
            PreparedMap preparation = new PreparedMap(box, compat);
            try (Arena padded = Arena.ofShared()) {
                MemorySegment cube = AlignedSegments.floats(padded, (long) box * box * box);
                for (int half = 0; half < 2; half++) {
                    try (Arena map = Arena.ofShared()) {
                        MemorySegment voxels = read(half == 0 ? source.half1() : source.half2(), first, box, map);
                        preparation.prepare(voxels, mask, first.width(), cube, box);
                    }
                    spectra[half] = AlignedSegments.complex(scratch, (long) box * box * (box / 2 + 1));
                    fft.forward(cube, spectra[half]);
                }
            }
            ShellWeights shells = source.fsc().isPresent()
                    ? ShellWeights.fromFsc(source.fsc().get(), box, options, source.pixelSize())
                    : compare(spectra, box, options, source.pixelSize());
            // A reconstruction at box sr carries a factor sqrt(sr); in a larger box it should carry sqrt(box).
            double strength = compat ? 1 : Math.sqrt(box / (double) first.width());
            // The weights that RELION gives to whole images reach further than those of boxes.
            int radius = compat ? box / 2 : Math.min(box / 2, shells.lastWeightedShell());
            Arena arena = Arena.ofShared();
            FourierVolume[] halves = new FourierVolume[2];
            for (int half = 0; half < 2; half++) {
                halves[half] = FourierVolume.crop(
                        spectra[half], box, box / 2 + 1, radius, strength / Math.sqrt(Math.pow(box, 3)), arena);
            }
            return new ReferenceMap(halves, shells, arena);
        }
    }

    private static MemorySegment read(Path file, MrcHeader first, int box, Arena arena) {
        MrcVolume volume = MrcVolume.read(file, arena);
        ReferenceFiles.requireSize(volume.header(), first, box);
        return volume.data();
    }

    /** Compares the two half maps shell by shell; frequencies belong to the shell they are nearest to. */
    private static ShellWeights compare(
            MemorySegment[] spectra, int box, ShellWeights.Options options, double pixelSize) {
        int width = box / 2 + 1;
        double[][][] planes = IntStream.range(0, box).parallel()
                .mapToObj(z -> comparePlane(spectra, box, z))
                .toArray(double[][][]::new);
        double[] tau2 = new double[width];
        double[] sigma2 = new double[width];
        for (double[][] plane : planes) {
            for (int r = 0; r < width; r++) {
                tau2[r] += plane[0][r];
                sigma2[r] += plane[1][r];
            }
        }
        // Both sums run over the same voxels, so their ratio is that of the means.
        return ShellWeights.fromHalfMaps(tau2, sigma2, box, options, pixelSize);
    }

    private static double[][] comparePlane(MemorySegment[] spectra, int box, int z) {
        int width = box / 2 + 1;
        double kz = z < box / 2 ? z : z - box;
        double[][] sums = new double[2][width];
        for (int y = 0; y < box; y++) {
            double ky = y < box / 2 ? y : y - box;
            for (int x = 0; x < width; x++) {
                int r = (int) (Math.sqrt(x * (double) x + ky * ky + kz * kz) + 0.5);
                if (r < width) {
                    long i = 2 * (((long) z * box + y) * width + x);
                    double re1 = spectra[0].getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    double im1 = spectra[0].getAtIndex(ValueLayout.JAVA_FLOAT, i + 1);
                    double re2 = spectra[1].getAtIndex(ValueLayout.JAVA_FLOAT, i);
                    double im2 = spectra[1].getAtIndex(ValueLayout.JAVA_FLOAT, i + 1);
                    sums[0][r] += (re1 * re1 + im1 * im1 + re2 * re2 + im2 * im2) / 2;
                    sums[1][r] += ((re1 - re2) * (re1 - re2) + (im1 - im2) * (im1 - im2)) / 2;
                }
            }
        }
        return sums;
    }

    /** Returns the transform of a half map; {@code halfSet} is 1 or 2. */
    public FourierVolume half(int halfSet) {
        return halves[halfSet - 1];
    }

    /** Returns the weights of the shells. */
    public ShellWeights shells() {
        return shells;
    }

    @Override
    public void close() {
        arena.close();
    }
}
