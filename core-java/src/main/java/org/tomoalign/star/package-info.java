/**
 * STAR files as RELION writes them, lossless: what is not changed is written back byte for byte, comments, spacing and
 * order included, except for what RELION could not read: other line ends than line feeds, gaps in tables, missing values.
 * What is changed or new has RELION's number formats. Knows nothing of tomography.
 */
package org.tomoalign.star;
