package io.mehari.recording;

/** As many recordings run as may run at a time. Has no stack trace: it is an answer, not a defect. */
public final class RecordingsFullException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    RecordingsFullException(int most) {
        super(most + " recordings run, which is the most: stop one, or wait until one has ended", null, false, false);
    }
}
