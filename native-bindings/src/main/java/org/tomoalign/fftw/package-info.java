/**
 * FFTW in single precision: {@link org.tomoalign.fftw.Fftw} finds and loads the library, the other classes are plans that
 * any thread may execute on {@link org.tomoalign.fftw.AlignedSegments native memory at multiples of 64 bytes}.
 * Transforms are unnormalised; forward is {@code exp(-2 pi i k x)}.
 */
package org.tomoalign.fftw;
