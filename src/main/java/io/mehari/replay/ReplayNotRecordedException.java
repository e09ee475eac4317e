package io.mehari.replay;

import io.mehari.call.Outcome;

/** A call was made once more, and its end could not be written down. The letter counts as one that may have run. */
public final class ReplayNotRecordedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ReplayNotRecordedException(String id, String requestId, Outcome outcome, Throwable cause) {
        super(
                "Dead letter " + id + " was replayed as request " + requestId + " and ended as " + outcome.code()
                        + ", which could not be written down: " + cause.getMessage()
                        + ". The letter will say that its call may have run; discard it if that is enough",
                cause);
    }
}
