package io.mehari.configuration;

import io.mehari.text.StartFailureException;
import java.util.List;

/** A configuration cannot be used; the message lists every problem in it. */
public final class InvalidConfigurationException extends StartFailureException {
    private static final long serialVersionUID = 1L;

    private static final String REMEDY = "Fix the problems listed. docs/guides/configuration.md describes every key;"
            + " 'mehari check' checks the configuration without starting the gateway.";

    private final transient List<String> problems;

    /**
     * Ends the use of a configuration.
     *
     * @param what the thing that has problems, as the subject of a sentence
     * @param problems one sentence for each; at least one
     */
    public InvalidConfigurationException(String what, List<String> problems) {
        super(
                what + " has " + problems.size() + (problems.size() == 1 ? " problem:" : " problems:") + "\n  - "
                        + String.join("\n  - ", problems),
                REMEDY,
                null);
        this.problems = List.copyOf(problems);
    }

    /**
     * The problems.
     *
     * @return one sentence for each
     */
    public List<String> problems() {
        return problems;
    }
}
