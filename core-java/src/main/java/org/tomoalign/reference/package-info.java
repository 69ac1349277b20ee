/** The reference: two half maps, prepared for reading central slices, and the weight of each shell. */
package org.tomoalign.reference;
