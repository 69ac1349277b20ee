/** Dense linear algebra: products of packed matrices, Cholesky factors, eigenvectors. Knows nothing of tomography. */
package org.tomoalign.linalg;
