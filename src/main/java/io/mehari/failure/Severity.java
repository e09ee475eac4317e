package io.mehari.failure;

import java.util.Locale;

/** How bad a failure is for those who run the gateway. From the least to the worst. */
public enum Severity {
    /** The caller's to mend: arguments, rights. */
    LOW,
    /** Passes by itself, such as a server that limits its callers. */
    MEDIUM,
    /** A server does not do what it should. */
    HIGH,
    /** Nothing gets better until a person acts. */
    CRITICAL;

    /**
     * As it stands in {@code config/error-patterns.yaml} and in JSON.
     *
     * @return the name in lower case
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
