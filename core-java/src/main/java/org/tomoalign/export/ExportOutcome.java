package org.tomoalign.export;

import java.util.List;

/**
 * What became of one tilt series.
 *
 * @param name          of the tilt series
 * @param images        number of images
 * @param particles     number of particles; 0: a lattice of points was compared instead
 * @param rms           root mean square distance on the images between the alignment and the files, px
 * @param largest       largest distance, px
 * @param worstImage    image with the largest root mean square, from 1 in the order of the table
 * @param worstParticle particle with the largest root mean square
 * @param held          what the alignment has beyond a tilt, a rotation and a shift per image, and how large it is
 * @param remarks       what the user of the files has to know
 */
public record ExportOutcome(
        String name, int images, int particles, double rms, double largest, int worstImage, String worstParticle,
        List<String> held, List<String> remarks) {
    static ExportOutcome of(ExportedSeries exported, Residuals residuals) {
        Sightings sightings = exported.sightings();
        return new ExportOutcome(sightings.series().name(), sightings.images(),
                sightings.particles() ? sightings.count() : 0, residuals.rms(), residuals.largest(),
                sightings.series().images().get(residuals.worstImage()).row() + 1,
                sightings.names().get(residuals.worstParticle()), Beyond.of(sightings), exported.remarks());
    }
}
