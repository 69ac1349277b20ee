/** Small immutable values of three-dimensional geometry: matrices, Euler angles, projections. */
package org.tomoalign.geometry;
