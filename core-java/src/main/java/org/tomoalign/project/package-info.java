/**
 * The project as its files describe it: tilt series, particles, trajectories, the optimisation set. The only place
 * that knows the versions of RELION's files; everything handed out is in px of the tilt series and radians.
 */
package org.tomoalign.project;
