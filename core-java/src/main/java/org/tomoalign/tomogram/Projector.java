package org.tomoalign.tomogram;

import org.tomoalign.geometry.DeformationField;
import org.tomoalign.geometry.Vec3;

/** Projects the particles of a tomogram onto its images. */
public final class Projector {
    private final Geometry geometry;
    private final DeformationField field;

    /** Takes the geometry of a tilt series' tomogram. */
    public Projector(TiltSeries series, Geometry geometry) {
        this.geometry = geometry;
        field = geometry.deformation().isPresent() ? geometry.deformation().field(series) : null;
    }

    /** Returns the position of a particle on a chronological image (x, y, px) and its depth (z, px). */
    public Vec3 project(int particle, int image) {
        Vec3 q = geometry.projections().get(image).apply(geometry.position(particle, image));
        if (field == null) {
            return q;
        }
        DeformationField.Displacement g = new DeformationField.Displacement();
        field.evaluate(q.x(), q.y(), geometry.deformation().coefficients().get(image), 0, g);
        return q.plus(new Vec3(g.x, g.y, 0));
    }
}
