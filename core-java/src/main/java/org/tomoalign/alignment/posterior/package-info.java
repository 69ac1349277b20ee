package org.tomoalign.alignment.posterior;

/**
 * The posterior of a tomogram's geometry: spreads of its priors learned from the data, weights of images and particles, standard
 * errors, and what windows that were held out say.
 */
