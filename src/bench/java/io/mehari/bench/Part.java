package io.mehari.bench;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** What of the bench can be measured by itself; named on the command line as {@code pass-through}. */
enum Part {
    /** Cache hit, stdio, added latency. */
    PIPELINE,
    PASS_THROUGH,
    MANY_TOOLS,
    RECOVERY,
    WRONG_KEYS,
    /** Start and memory, with mcpo beside. */
    START,
    /** Calls through the MCP endpoint in both eras, with other gateways beside. */
    MCP,
    /** Thousands of open streams of MCP clients. */
    STREAMS,
    /** Routes and servers that change while calls go on. */
    CHANGES,
    /** Calls while a thousand listen to the live plane, and how soon all are told. */
    LIVE,
    /** Heartbeats and samples while nobody calls: ten minutes. */
    HEARTBEAT,
    /** Calls with traces on beside calls without. */
    TRACES,
    /** A hit in each tier of the cache beside the call that it spares. */
    TIERS,
    /** Calls spread over three gateways on one Redis beside calls to one. */
    INSTANCES;

    static final Set<Part> ALL = Set.copyOf(EnumSet.allOf(Part.class));
    /** What two builds can be compared by. */
    static final Set<Part> COMPARED = Set.of(PIPELINE, PASS_THROUGH);

    /**
     * The parts of these names.
     *
     * @param names separated by commas; {@code all} for all
     * @throws IllegalArgumentException if there is no such part
     */
    static Set<Part> of(String names) {
        return names.equals("all")
                ? ALL
                : Arrays.stream(names.split(",")).map(Part::named).collect(Collectors.toUnmodifiableSet());
    }

    /** What to add to the command that measures these parts alone. */
    static String option(Set<Part> parts) {
        return parts.equals(ALL)
                ? ""
                : " -Dmehari.bench.parts="
                        + parts.stream().sorted().map(Part::toString).collect(Collectors.joining(","));
    }

    private static Part named(String name) {
        return Arrays.stream(values())
                .filter(part -> part.toString().equals(name.trim()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalArgumentException("Part " + name + " is unknown: all, or some of " + ALL));
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
