package org.tomoalign.alignment.model;

import org.tomoalign.geometry.Projection;
import org.tomoalign.geometry.Vec3;

/** The point of an image's frame about which it turns. */
public enum Pivot {
    /**
     * The coordinates of the tomogram's centre, as in RELION. Where projections put the centre elsewhere, as those of RELION 5 do
     * along the beam, a rotation also shifts the image.
     */
    COORDINATES_OF_THE_CENTRE {
        @Override
        public Vec3 of(Projection projection, Vec3 centre) {
            return centre;
        }
    },
    /** Where the projection puts the tomogram's centre: rotations and shifts do not mix, whatever the file's conventions. */
    PROJECTED_CENTRE {
        @Override
        public Vec3 of(Projection projection, Vec3 centre) {
            return projection.apply(centre);
        }
    };

    /**
     * Returns the point.
     *
     * @param centre of the tomogram, px
     */
    public abstract Vec3 of(Projection projection, Vec3 centre);
}
