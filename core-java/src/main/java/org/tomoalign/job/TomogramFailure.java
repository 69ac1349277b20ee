package org.tomoalign.job;

/**
 * A tomogram that could not be aligned.
 *
 * @param tomogram its name
 * @param reason   one or a few sentences
 */
public record TomogramFailure(String tomogram, String reason) {
}
