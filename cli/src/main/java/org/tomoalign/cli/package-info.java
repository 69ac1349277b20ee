/** The command line: options and their spelling, exit codes, what is said while a job runs. */
package org.tomoalign.cli;
