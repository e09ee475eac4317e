package io.mehari.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** By what a fault is noticed, and the settings of the servers that meet it. */
enum Noticed {
    /** The fault shows itself. */
    AT_ONCE("none", "", "20s", 2),
    /** No answer comes. */
    BY_ATTEMPT("attempt 1 s", "within 1 s (timeout.attempt)", "1s", 2),
    /** No connection comes about. */
    BY_CONNECT("connect 5 s", "within 5 s", "20s", 0),
    /** No connection comes about while the call waits for one; whichever limit ends first. */
    BY_WAIT("connect 5 s or wait 5 s", "within", "20s", 0);

    /** So many calls are not made here: it never opens. */
    private static final int BREAKER_WINDOW = 1_000;

    private final String title;
    private final String told;
    private final String attempt;
    private final int retries;

    Noticed(String title, String told, String attempt, int retries) {
        this.title = title;
        this.told = told;
        this.attempt = attempt;
        this.retries = retries;
    }

    String title() {
        return title;
    }

    /** What the message of the call says of the limit. */
    String told() {
        return told;
    }

    /** Adds the settings to an entry of {@code mcp-servers.json}. */
    void limit(ObjectNode entry) {
        entry.putObject("timeout").put("attempt", attempt).put("total", "30s");
        entry.putObject("retry").put("max", retries).put("base", "100ms");
        entry.putObject("breaker").put("window", BREAKER_WINDOW);
    }
}
