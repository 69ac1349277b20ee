package org.tomoalign.simulate;

/**
 * Errors over some of the particle images.
 *
 * @param windows   how many
 * @param rmsBefore root mean square distance of projected positions from their true place before the alignment, px
 * @param rmsAfter  the same after
 */
public record WindowErrors(int windows, double rmsBefore, double rmsAfter) {
}
