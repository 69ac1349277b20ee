/** Work in parallel that gives the same results on any number of threads. */
package org.tomoalign.parallel;
