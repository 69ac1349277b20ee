/**
 * Simulated projects with known truth, and the score of an alignment against that truth. Used by the demo, by tests and
 * by benchmarks; shares no numerical code with the alignment, so that one can check the other.
 */
package org.tomoalign.simulate;
