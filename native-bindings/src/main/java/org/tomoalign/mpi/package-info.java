/**
 * The Message Passing Interface, as far as processes need it that share out independent work: an atomic counter, small
 * messages to the first process, barriers. The library is the one that the launcher brought, found at run time.
 */
package org.tomoalign.mpi;
