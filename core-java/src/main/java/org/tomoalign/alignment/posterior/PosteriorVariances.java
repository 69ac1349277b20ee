package org.tomoalign.alignment.posterior;

/**
 * Variances of the posterior.
 *
 * @param unknowns          of the unknowns, in their layout and units; those of the motion's coefficients are left at 0
 * @param determined        how many of all unknowns the windows determine
 * @param windows           per window {@code p F + t} the sum of the variances of both coordinates of the particle's position on
 *                          the image, px^2; null if not asked for
 * @param lastDisplacements of the particles' displacements between the first and the last image, 3 N values, px^2; null if
 *                          not asked for, or nothing moves
 */
record PosteriorVariances(
        double[] unknowns, double determined, double[] windows, double[] lastDisplacements) {
}
