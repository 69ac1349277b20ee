/** Stateless numerical kernels; one interface, a scalar and a Vector API provider. */
package org.tomoalign.kernels;
