/**
 * Images and volumes in MRC files: headers, memory-mapped stacks, whole maps, atomic writing.
 *
 * <p>Coordinate order is (x fastest, y, z or slice), as in the file; the axis permutation of the header (mapc, mapr,
 * maps) and the start indices are not applied, because RELION does not apply them either.
 */
package org.tomoalign.mrc;
