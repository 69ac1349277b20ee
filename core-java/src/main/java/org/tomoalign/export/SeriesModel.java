package org.tomoalign.export;

import org.tomoalign.geometry.Vec3;

/** What a file of another program says about where things are on the images. */
@FunctionalInterface
interface SeriesModel {
    /**
     * Returns where a position of the tomogram is on an image.
     *
     * @param image    chronological
     * @param position px, at the beginning of the exposure
     */
    ImagePoint project(int image, Vec3 position);
}
