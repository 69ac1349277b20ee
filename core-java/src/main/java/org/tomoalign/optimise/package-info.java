/** Minimisers of smooth functions of many variables; they know nothing of tomography. */
package org.tomoalign.optimise;
