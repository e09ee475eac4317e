package io.mehari.download;

import io.mehari.text.StartFailureException;

/** Something cannot be fetched; nothing was written. */
public final class DownloadFailedException extends StartFailureException {
    private static final long serialVersionUID = 1L;

    /**
     * Ends a download.
     *
     * @param description what cannot be fetched, and why
     * @param remedy what to do about it
     * @param cause what was thrown; null if nothing was
     */
    DownloadFailedException(String description, String remedy, Throwable cause) {
        super(description, remedy, cause);
    }
}
