/** JMH benchmarks; each kernel beside its scalar twin. */
package org.tomoalign.bench;
