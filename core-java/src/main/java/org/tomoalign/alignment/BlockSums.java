package org.tomoalign.alignment;

import java.util.Arrays;
import org.tomoalign.alignment.model.ImageSums;

/** One block's share of a result; added in block order. */
final class BlockSums {
    final ImageSums images;
    final double[] deformation;
    double value;

    BlockSums(int images, int deformationParameters) {
        this.images = new ImageSums(images);
        deformation = new double[deformationParameters];
    }

    void clear() {
        images.clear();
        Arrays.fill(deformation, 0);
        value = 0;
    }

    void add(BlockSums other) {
        value += other.value;
        images.add(other.images);
        for (int i = 0; i < deformation.length; i++) {
            deformation[i] += other.deformation[i];
        }
    }
}
