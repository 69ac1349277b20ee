package org.tomoalign.alignment;

import org.tomoalign.input.InputException;
import org.tomoalign.input.Message;
import org.tomoalign.input.Setting;

/**
 * What is refined, and on which images.
 *
 * @param constParticles   keep the particle positions
 * @param constAngles      keep the rotations of the images
 * @param constShifts      keep the shifts of the images
 * @param rangeRegulariser weight of {@code max(0, |e| - r)^2}, e the displacement on the image, r the range (px)
 * @param firstImage       first chronological image that is counted
 * @param lastImage        last chronological image that is counted; negative (becomes -1) for the last of all
 */
public record AlignmentOptions(
        boolean constParticles, boolean constAngles, boolean constShifts, double rangeRegulariser, int firstImage,
        int lastImage) {
    /** Everything is refined on all images, no regulariser. */
    public static final AlignmentOptions DEFAULT = new AlignmentOptions(false, false, false, 0, 0, -1);

    /**
     * Checks the weight and the range of images.
     *
     * @throws InputException if the weight is negative or infinite, or no image could be counted
     */
    public AlignmentOptions {
        Setting.RANGE_REGULARISER.require(rangeRegulariser >= 0 && Double.isFinite(rangeRegulariser), rangeRegulariser,
                "0 or more");
        if (firstImage < 0 || lastImage >= 0 && lastImage < firstImage) {
            throw new InputException(Message.of(Setting.FIRST_IMAGE, " ", firstImage, ", ", Setting.LAST_IMAGE, " ",
                    lastImage, ": expected chronological images, the first not after the last"));
        }
        lastImage = Math.max(-1, lastImage);
    }

    /** Returns whether a chronological image is counted. */
    public boolean counts(int image) {
        return image >= firstImage && (lastImage < 0 || image <= lastImage);
    }
}
