/** What the unknowns stand for: projections, positions, motion and deformations, as functions of the parameter vector. */
package org.tomoalign.alignment.model;
