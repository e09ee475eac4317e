package io.mehari.cli;

/** Forms of what {@code mehari check} says. */
enum CheckFormat {
    /** Lines for people. */
    TEXT,
    /** SARIF 2.1.0, for code scanning. */
    SARIF,
    /** JUnit XML, for build servers. */
    JUNIT;

    @Override
    public String toString() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }
}
