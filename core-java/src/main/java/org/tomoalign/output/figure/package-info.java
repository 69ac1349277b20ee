/**
 * The figures of the report. Each panel keeps only what it draws, so that the panels of hundreds of tomograms fit in
 * memory, and draws itself with JFreeChart on any {@link java.awt.Graphics2D}; lengths on paper are in points.
 */
package org.tomoalign.output.figure;
