package io.mehari.history.change;

import java.util.List;
import java.util.stream.Collectors;

/** A change that was asked for is not made; files and what runs are as they were. Has no stack trace. */
public final class RefusedFilesException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final transient List<FileProblem> problems;

    /** Why a change is refused. */
    public enum Reason {
        /** The files cannot be used, or may not be written. */
        INVALID,
        /** They are not any more what the caller thinks they are. */
        CHANGED_MEANWHILE,
        /** There is no such version or file. */
        NOT_FOUND,
        /** Nothing is kept, or it cannot be written. */
        UNAVAILABLE
    }

    /**
     * Refuses.
     *
     * @param reason why
     * @param problems what is wrong; at least one
     */
    public RefusedFilesException(Reason reason, List<FileProblem> problems) {
        super(problems.stream().map(FileProblem::toString).collect(Collectors.joining("; ")), null, false, false);
        this.reason = reason;
        this.problems = List.copyOf(problems);
    }

    /** Refuses for a reason that is in no file. */
    static RefusedFilesException of(Reason reason, String message) {
        return new RefusedFilesException(reason, List.of(new FileProblem("", message)));
    }

    /** {@return why} */
    public Reason reason() {
        return reason;
    }

    /** {@return what is wrong} */
    public List<FileProblem> problems() {
        return problems;
    }
}
