/** From tilt images and a reference to cross-correlation windows: one per particle and tilt image. */
package org.tomoalign.correlation;
