package io.mehari.configuration;

import java.util.List;

/** A configuration file cannot be used; the message lists every problem in it. */
public final class InvalidConfigurationException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    InvalidConfigurationException(String file, List<String> problems) {
        super(file + " has " + problems.size() + (problems.size() == 1 ? " problem:" : " problems:") + "\n  - "
                + String.join("\n  - ", problems));
    }
}
