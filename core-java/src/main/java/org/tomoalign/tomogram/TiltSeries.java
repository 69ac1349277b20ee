package org.tomoalign.tomogram;

import java.util.List;
import org.tomoalign.geometry.Vec3;

/**
 * One tilt series and the tomogram that belongs to it.
 *
 * @param name           {@code rlnTomoName}
 * @param pixelSize      Å, of the tilt images
 * @param size           of the unbinned tomogram, px
 * @param imageWidth     px, the same for all images
 * @param imageHeight    px, the same for all images
 * @param hand           +1 or -1: does the defocus grow or shrink with depth ({@code rlnTomoHand})
 * @param defocusSlope   factor on that ({@code rlnTomoDefocusSlope}; 1 if absent)
 * @param microscope     for the CTF
 * @param fractionalDose e/Å^2 per image ({@code rlnTomoImportFractionalDose}, else the difference of the two lowest
 *                       exposures)
 * @param images         in file order
 */
public record TiltSeries(
        String name, double pixelSize, Vec3 size, int imageWidth, int imageHeight, double hand, double defocusSlope,
        Microscope microscope, double fractionalDose, List<TiltImage> images) {
    /** Copies the list. */
    public TiltSeries {
        images = List.copyOf(images);
    }

    /** Returns the centre of the tomogram, px, real-valued (half the size). */
    public Vec3 centre() {
        return size.times(0.5);
    }

    /**
     * Returns the file indices of the images in chronological order: ascending dose, ties in file order.
     */
    public int[] chronologicalOrder() {
        return java.util.stream.IntStream.range(0, images.size())
                .boxed()
                .sorted(java.util.Comparator.comparingDouble(f -> images.get(f).dose()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    /** Returns this series with other images (same number, same order). */
    public TiltSeries withImages(List<TiltImage> other) {
        return new TiltSeries(name, pixelSize, size, imageWidth, imageHeight, hand, defocusSlope, microscope,
                fractionalDose, other);
    }
}
