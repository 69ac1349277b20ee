package org.tomoalign.reference;

import org.tomoalign.fftw.PrunedLayout;
import org.tomoalign.mrc.MrcVolume;

/**
 * What a reference takes of memory.
 *
 * @param resident bytes of the two transformed half maps
 * @param loading  bytes at most while they are being prepared, before there are windows: what is resident then, spectra, and
 *                 the mapped files of mask and map
 * @param buffers  bytes of one thread's buffers meanwhile
 */
public record ReferenceMemory(long resident, long loading, long buffers) {
    /** Returns what the maps need at most: every shell counts, there is no FSC curve, and they are as large as the box. */
    public static ReferenceMemory most(int box) {
        return of(box, box, box / 2, true, true);
    }

    /**
     * Returns what a reference needs; an FSC curve tells which shells count.
     *
     * @param source its files, which are in order
     * @param box    box size, px
     * @param compat prepared as RELION does
     */
    public static ReferenceMemory of(ReferenceMap.Source source, int box, ShellWeights.Options options, boolean compat) {
        int map = MrcVolume.readHeader(source.half1()).width();
        int radius = source.fsc().isEmpty() ? box / 2
                : ReferenceMap.radius(ShellWeights.fromFsc(source.fsc().get(), box, options, source.pixelSize()), box, compat);
        return of(box, map, radius, source.fsc().isEmpty(), source.mask().isPresent());
    }

    private static ReferenceMemory of(int box, int map, int radius, boolean whole, boolean masked) {
        long volume = FourierVolume.bytes(radius);
        long file = 4L * map * map * map;
        long spectra = whole ? 2 * MapSpectrum.bytes(box, box / 2) : MapSpectrum.bytes(box, radius + 1);
        // A map is let go before the volumes of the last half are cropped; with an FSC curve the first volume is there before.
        long most = spectra + (masked ? file : 0) + Math.max(file + (whole ? 0 : volume), 2 * volume);
        PrunedLayout layout = new PrunedLayout(box);
        return new ReferenceMemory(2 * volume, most,
                layout.imageBytes(box) + layout.spectrumBytes() + layout.workspaceBytes());
    }
}
