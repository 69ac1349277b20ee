package org.tomoalign.reference;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ForkJoinPool;
import java.util.function.IntFunction;
import org.tomoalign.fftw.Fftw;
import org.tomoalign.fftw.PrunedForward2d;
import org.tomoalign.mrc.MrcHeader;
import org.tomoalign.mrc.MrcVolume;

/**
 * The reference of a job: the transforms of two half maps and the weight of each shell (section 3 of the method).
 * Closing it frees the volumes.
 */
public final class ReferenceMap implements AutoCloseable {
    private final FourierVolume[] halves;
    private final ShellWeights shells;
    private final double particleRadius;
    private final Arena arena;

    private ReferenceMap(FourierVolume[] halves, ShellWeights shells, double particleRadius, Arena arena) {
        this.particleRadius = particleRadius;
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
     * Reads and prepares the reference.
     *
     * @param box    box size, px, even
     * @param compat do what RELION does: zero the central voxel, ignore that padding weakens the map
     * @param pool   runs the work
     * @throws org.tomoalign.input.InputException if a map is missing or damaged, no cube, larger than the box, odd,
     *         or of another size than the first; or if there is nothing in a map or the mask, or no shell has any weight
     */
    public static ReferenceMap load(
            Source source, int box, ShellWeights.Options options, boolean compat, Fftw fftw, ForkJoinPool pool) {
        try (Arena scratch = Arena.ofShared(); PrunedForward2d fft = new PrunedForward2d(fftw, box)) {
            MrcHeader first = MrcVolume.readHeader(source.half1());
            ReferenceFiles.requireSize(first, first, box);
            MemorySegment mask = source.mask().map(path -> read(path, first, box, scratch)).orElse(null);
            double particle = ParticleRadius.of(mask, first.width(), pool);
            PreparedMap.Factors factors = new PreparedMap.Factors(box, compat, pool);
            // A reconstruction at box sr carries a factor sqrt(sr); in a larger box it should carry sqrt(box).
            double scale = (compat ? 1 : Math.sqrt(box / (double) first.width())) / Math.sqrt(Math.pow(box, 3));
            List<Path> maps = List.of(source.half1(), source.half2());
            if (source.fsc().isPresent()) {
                // Spectra are not needed at the same time, nor whole.
                ShellWeights shells = ShellWeights.fromFsc(source.fsc().get(), box, options, source.pixelSize());
                shells.requireSome();
                int radius = radius(shells, box, compat);
                MapSpectrum spectrum = new MapSpectrum(fft, radius + 1, scratch, pool);
                return cropped(shells, particle, radius, scale, box, pool, half -> {
                    transform(maps.get(half), mask, source.mask(), first, factors, spectrum, pool);
                    return spectrum;
                });
            }
            List<MapSpectrum> spectra = new ArrayList<>();
            for (Path map : maps) {
                MapSpectrum spectrum = new MapSpectrum(fft, box / 2, scratch, pool);
                transform(map, mask, source.mask(), first, factors, spectrum, pool);
                spectra.add(spectrum);
            }
            ShellWeights shells = HalfMapComparison.shells(
                    spectra.get(0), spectra.get(1), box, options, source.pixelSize(), pool);
            shells.requireSome();
            return cropped(shells, particle, radius(shells, box, compat), scale, box, pool, spectra::get);
        }
    }

    /** The weights that RELION gives to whole images reach further than those of boxes. */
    static int radius(ShellWeights shells, int box, boolean compat) {
        return compat ? box / 2 : Math.min(box / 2, shells.lastWeightedShell());
    }

    private static void transform(
            Path map, MemorySegment mask, Optional<Path> maskFile, MrcHeader first, PreparedMap.Factors factors, MapSpectrum spectrum,
            ForkJoinPool pool) {
        try (Arena arena = Arena.ofShared()) {
            MemorySegment voxels = read(map, first, first.width(), arena);
            MaskedMap masked = new MaskedMap(voxels, mask, first.width());
            ReferenceFiles.requireContent(map, masked, maskFile);
            spectrum.transform(new PreparedMap(masked, factors, pool));
        }
    }

    private static ReferenceMap cropped(
            ShellWeights shells, double particle, int radius, double scale, int box, ForkJoinPool pool,
            IntFunction<MapSpectrum> spectra) {
        Arena arena = Arena.ofShared();
        try {
            FourierVolume[] halves = new FourierVolume[2];
            for (int half = 0; half < 2; half++) {
                MapSpectrum spectrum = spectra.apply(half);
                halves[half] = FourierVolume.crop(
                        spectrum.data(), box, spectrum.rowStride(), radius, scale, arena, pool);
            }
            return new ReferenceMap(halves, shells, particle, arena);
        } catch (RuntimeException | Error e) {
            arena.close();
            throw e;
        }
    }

    private static MemorySegment read(Path file, MrcHeader first, int box, Arena arena) {
        MrcVolume volume = MrcVolume.read(file, arena);
        ReferenceFiles.requireSize(volume.header(), first, box);
        return volume.data();
    }

    /** Returns the transform of a half map; {@code halfSet} is 1 or 2. */
    public FourierVolume half(int halfSet) {
        return halves[halfSet - 1];
    }

    /**
     * Returns the radius of the particle, px: that of the mask, or half of the map where there is none; at most half of
     * the map.
     */
    public double particleRadius() {
        return particleRadius;
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
