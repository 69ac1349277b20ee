package org.tomoalign.mpi;

/** An MPI library cannot be used; the message is a sentence for the user. */
public final class MpiException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MpiException(String message) {
        super(message);
    }

    MpiException(String message, Throwable cause) {
        super(message, cause);
    }
}
