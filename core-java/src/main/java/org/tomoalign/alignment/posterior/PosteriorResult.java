package org.tomoalign.alignment.posterior;

import org.tomoalign.optimise.Solution;

/**
 * The optimum of a tomogram's posterior, and what is known about it.
 *
 * @param solution    the optimum; its costs are those of the first fit, its counts those of all fits
 * @param state       the unknowns at the optimum, the spreads and weights that were learned
 * @param errors      standard errors of the solution
 * @param correlation of each window {@code p F + t}, without weights; 0 where it does not count
 */
public record PosteriorResult(Solution solution, PosteriorState state, StandardErrors errors, double[] correlation) {
}
