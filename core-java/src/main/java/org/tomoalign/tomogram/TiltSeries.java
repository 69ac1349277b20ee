package org.tomoalign.tomogram;

import java.util.List;
import org.tomoalign.geometry.Vec3;

/**
 * One tilt series, and the size of the tomogram that belongs to it.
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
 * @param images         in chronological order: ascending dose, ties in the order of the file. Everything that has one
 *                       entry per image is in this order; only files have another
 */
public record TiltSeries(
        String name, double pixelSize, Vec3 size, int imageWidth, int imageHeight, double hand, double defocusSlope,
        Microscope microscope, double fractionalDose, List<TiltImage> images) {
    /**
     * Copies the list.
     *
     * @throws IllegalArgumentException if the images are not in chronological order
     */
    public TiltSeries {
        images = List.copyOf(images);
        for (int t = 1; t < images.size(); t++) {
            if (images.get(t).dose() < images.get(t - 1).dose()) {
                throw new IllegalArgumentException(name + ": image " + (t + 1) + " was exposed to "
                        + images.get(t).dose() + " e/A^2, the one before it to " + images.get(t - 1).dose());
            }
        }
    }

    /** Returns the centre of the tomogram, px, real-valued (half the size). */
    public Vec3 centre() {
        return size.times(0.5);
    }
}
