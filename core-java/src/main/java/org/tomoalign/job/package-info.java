/** A run of the program: scheduling, checkpoints, progress, metrics. */
package org.tomoalign.job;
