package io.mehari.configuration;

import java.util.List;

/** A configuration cannot be used; the message lists every problem in it. */
public final class InvalidConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient List<String> problems;

    public InvalidConfigurationException(String what, List<String> problems) {
        super(what + " has " + problems.size() + (problems.size() == 1 ? " problem:" : " problems:") + "\n  - "
                + String.join("\n  - ", problems));
        this.problems = List.copyOf(problems);
    }

    /** One sentence for each. */
    public List<String> problems() {
        return problems;
    }
}
