package io.mehari.deadletter;

/** A dead letter is not replayed, for a reason that a person can look at. Has no stack trace: it is an answer. */
public final class ReplayRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ReplayRefusal refusal;

    /**
     * A refusal as an exception.
     *
     * @param refusal the reason
     */
    public ReplayRefusedException(ReplayRefusal refusal) {
        super(refusal.message(), null, false, false);
        this.refusal = refusal;
    }

    /**
     * The reason.
     *
     * @return never null
     */
    public ReplayRefusal refusal() {
        return refusal;
    }
}
