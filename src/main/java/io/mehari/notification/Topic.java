package io.mehari.notification;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a listener can ask for. */
public enum Topic {
    /** Calls that have ended. */
    CALLS,
    /** Calls that failed, and what was done about it. */
    ERRORS,
    /** Breakers that opened or closed. */
    BREAKERS,
    /** Servers that came, went, or answer better or worse. */
    UPSTREAMS,
    /** Tools that changed. */
    TOOLS,
    /** Route files, servers and settings that changed, or were refused. */
    CONFIG,
    /** Alerts that were raised or cleared. */
    ALERTS,
    /** Dead letters that were kept. */
    DEAD_LETTERS,
    /** Heartbeats of servers, every 5 s while they change. */
    HEARTBEAT,
    /** What was learnt of calls: errors of a new kind and what helped against them, settings that follow calls. */
    LEARNING,
    /** The numbers of the gateway, every second while they change. */
    STATS;

    /**
     * The name that listeners use.
     *
     * @return in lower case, with hyphens
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether its messages are kept for those who come back: the newest of the others says all. */
    boolean isKept() {
        return this != STATS && this != HEARTBEAT;
    }

    /**
     * The topic of that name.
     *
     * @param code as {@link #code}
     * @return empty if there is none
     */
    public static Optional<Topic> of(String code) {
        return Arrays.stream(values())
                .filter(topic -> topic.code().equals(code))
                .findFirst();
    }

    /**
     * The names of all topics.
     *
     * @return in their order
     */
    public static List<String> codes() {
        return Arrays.stream(values()).map(Topic::code).toList();
    }
}
