/** What is wrong with the user's input: the exception that says so, and a collector of such sentences. */
package org.tomoalign.input;
