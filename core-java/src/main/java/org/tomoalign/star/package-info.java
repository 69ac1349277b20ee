/**
 * STAR files as RELION writes them, lossless: what is not changed is written back byte for byte, comments, spacing,
 * order and line ends included; what is changed or new has RELION's number formats. Knows nothing of tomography.
 */
package org.tomoalign.star;
