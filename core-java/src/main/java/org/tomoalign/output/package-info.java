/**
 * What a job leaves for people to look at: the trajectories as meshes, and a report with figures and numbers as PDF and
 * as a web page. The input is plain values; nothing here knows how they were found.
 */
package org.tomoalign.output;
