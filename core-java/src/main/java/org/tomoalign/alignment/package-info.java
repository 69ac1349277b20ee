/**
 * The likelihood of a tilt series' geometry, given cross-correlation windows: per tilt image a rotation and a shift,
 * per particle a position and a motion, and a deformation of the images.
 */
package org.tomoalign.alignment;
