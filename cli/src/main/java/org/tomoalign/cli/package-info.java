/** picocli commands and exit codes; nothing else. */
package org.tomoalign.cli;
