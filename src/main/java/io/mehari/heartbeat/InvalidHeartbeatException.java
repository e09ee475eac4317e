package io.mehari.heartbeat;

import java.util.List;

/** {@code heartbeat.json} cannot be used. Names every problem found in it, not only the first. */
public final class InvalidHeartbeatException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    InvalidHeartbeatException(List<String> problems) {
        super(String.join("; ", problems), null, false, false);
        this.problems = List.copyOf(problems);
    }

    /** {@return one sentence per problem, in the order of the file} */
    public List<String> problems() {
        return problems;
    }
}
