/** Approximate inverse Hessians of the likelihood, which the optimiser starts from. */
package org.tomoalign.alignment.precondition;
