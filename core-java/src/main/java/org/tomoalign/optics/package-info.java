/** What the microscope and the dose do to a projection: contrast transfer, aberrations, radiation damage. */
package org.tomoalign.optics;
