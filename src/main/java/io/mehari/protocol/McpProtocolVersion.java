package io.mehari.protocol;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A protocol version of MCP, which is a date. Dates order the versions, also those not published yet.
 *
 * @param value the date as {@code YYYY-MM-DD}
 */
public record McpProtocolVersion(String value) implements Comparable<McpProtocolVersion> {
    private static final Pattern DATE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");

    /** The first published version. */
    public static final McpProtocolVersion V2024_11_05 = new McpProtocolVersion("2024-11-05");

    /** The version that added the Streamable HTTP transport. */
    public static final McpProtocolVersion V2025_03_26 = new McpProtocolVersion("2025-03-26");

    /** The version that added structured results and elicitation. */
    public static final McpProtocolVersion V2025_06_18 = new McpProtocolVersion("2025-06-18");

    /** The newest version whose sessions begin with {@code initialize}. */
    public static final McpProtocolVersion LATEST_STATEFUL = new McpProtocolVersion("2025-11-25");

    /** The first version without sessions: every request carries all that is needed to serve it. */
    public static final McpProtocolVersion FIRST_STATELESS = new McpProtocolVersion("2026-07-28");

    /** The versions of the legacy era the gateway speaks, oldest first. */
    public static final List<McpProtocolVersion> STATEFUL =
            List.of(V2024_11_05, V2025_03_26, V2025_06_18, LATEST_STATEFUL);

    /**
     * Checks the form of the date.
     *
     * @throws IllegalArgumentException if it is not {@code YYYY-MM-DD}
     */
    public McpProtocolVersion {
        if (!DATE.matcher(value).matches()) {
            throw new IllegalArgumentException("An MCP protocol version is a date as YYYY-MM-DD, not: " + value);
        }
    }

    /** {@return whether this version has no sessions (the modern era): from {@link #FIRST_STATELESS} on} */
    public boolean isStateless() {
        return compareTo(FIRST_STATELESS) >= 0;
    }

    /**
     * {@return the version of the legacy era that has this value; empty if the gateway speaks none}
     *
     * @param value any text
     */
    public static Optional<McpProtocolVersion> stateful(String value) {
        return STATEFUL.stream()
                .filter(version -> version.value().equals(value))
                .findFirst();
    }

    @Override
    public int compareTo(McpProtocolVersion other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
