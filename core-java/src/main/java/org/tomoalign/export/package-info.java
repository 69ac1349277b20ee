/**
 * An alignment in the files of other programs: IMOD, AreTomo, Warp and M, CETS. What a format cannot hold is fitted as
 * well as possible, and the residuals are written per image and particle. Positions are those of {@code tomogram}: px, pixel
 * (0, 0) is the first pixel of an image, voxel (0, 0, 0) the first of the unbinned tomogram.
 */
package org.tomoalign.export;
