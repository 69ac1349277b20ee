package org.tomoalign.fftw;

/** FFTW cannot be loaded or refuses a plan. The message is one sentence that says what to install or set. */
public final class FftwException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FftwException(String message) {
        super(message);
    }

    public FftwException(String message, Throwable cause) {
        super(message, cause);
    }
}
