/** What is wrong with the user's input: sentences that may name settings, the exception that carries them, a collector. */
package org.tomoalign.input;
