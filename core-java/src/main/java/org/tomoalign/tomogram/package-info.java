/** A tomogram as everything inside the program sees it: tilt series, particles and their motion; small immutable values, px and radians. */
package org.tomoalign.tomogram;
