package org.tomoalign.alignment.posterior;

import java.util.Optional;
import org.tomoalign.optimise.Solution;

/**
 * The optimum of a tomogram's posterior, and what is known about it.
 *
 * @param solution    the optimum; its costs are those of the first fit, its counts those of all fits
 * @param x           the unknowns to use: those of the solution, or those of the input if the verdict keeps it
 * @param spreads     of the priors, learned or given; empty without priors
 * @param weights     of images and particles; 1 unless they were asked for
 * @param errors      standard errors of the solution
 * @param dispersion  the variance of the windows' gradients over what noise alone would cause; errors allow for it
 * @param verdict     of the windows that were held out; empty if none were
 * @param before      correlation of each window {@code p F + t} with the input's geometry; 0 where it does not count
 * @param after       the same with the solution
 */
public record PosteriorResult(
        Solution solution, double[] x, Optional<PriorSpreads> spreads, SignalWeights weights, StandardErrors errors,
        double dispersion, Optional<Verdict> verdict, double[] before, double[] after) {
}
