package org.tomoalign.alignment.posterior;

import java.util.Optional;

/**
 * Standard errors of the refined geometry.
 *
 * @param angles            of the images' rotations about x, y and z, radians: three values per chronological image; 0 if
 *                          not refined
 * @param shifts            of the images' shifts along x and y, px: two values per image; 0 if not refined
 * @param positions         of the particles' coordinates, px: three values per particle; 0 if not refined
 * @param imageProjected    per image the root mean square error (both coordinates together) of the particles' positions on
 *                          it, over the windows that count, px; 0 where there are none
 * @param particleProjected per particle the same over the images
 * @param lastDisplacements of the particles' displacements along x, y and z between the first image and the last, px: three
 *                          values per particle; empty if motion was not refined
 */
public record StandardErrors(
        double[] angles, double[] shifts, double[] positions, double[] imageProjected, double[] particleProjected,
        Optional<double[]> lastDisplacements) {
}
