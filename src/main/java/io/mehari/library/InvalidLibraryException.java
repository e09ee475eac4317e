package io.mehari.library;

import io.mehari.text.StartFailureException;

/** A jar cannot be used; the message names the file, the reason and what to do. */
public final class InvalidLibraryException extends StartFailureException {
    private static final long serialVersionUID = 1L;

    private static final String REMEDY =
            "Mend or remove the jar; docs/guides/bringing-along.md describes what the folder plugins is for.";

    /**
     * Ends the use of a folder of jars.
     *
     * @param message file, reason and what to do
     * @param cause what was thrown; null if nothing was
     */
    InvalidLibraryException(String message, Throwable cause) {
        super(message, REMEDY, cause);
    }
}
