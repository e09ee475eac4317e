package io.mehari.upstream;

import io.mehari.call.ContextNames;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How results of a tool are kept. Immutable.
 *
 * @param ttl how long a success holds
 * @param stale how long it is given after that, while it is renewed; zero for not at all
 * @param shared whether callers share results
 * @param context names of headers, in any case, and of members of {@code _meta} that enter the key; empty for all that go with a call
 * @param maxBytes most memory that one result may take, by estimate; {@link Long#MAX_VALUE} for no limit of its own
 * @param hints whether {@code ttlMs} and {@code cacheScope} of a result hold (MCP 2026-07-28, caching hints), within {@code ttl}
 */
public record CachePolicy(
        Duration ttl, Duration stale, boolean shared, Optional<Set<String>> context, long maxBytes, boolean hints) {
    /** Headers that say who asks: what is answered to one must not be answered to another, whatever the context says. */
    private static final Set<String> CREDENTIALS =
            Set.of("authorization", "proxy-authorization", "cookie", "x-api-key");

    /** Keeps a copy of the names. */
    public CachePolicy {
        context = context.map(Set::copyOf);
    }

    /**
     * A policy that says nothing else.
     *
     * @param ttl how long a success holds
     * @param shared whether callers share results
     * @return never null
     */
    public static CachePolicy of(Duration ttl, boolean shared) {
        return new CachePolicy(ttl, Duration.ZERO, shared, Optional.empty(), Long.MAX_VALUE, false);
    }

    /**
     * Whether results are given that do not hold any more.
     *
     * @return true if {@link #stale()} is longer than zero
     */
    public boolean staleWhileRevalidate() {
        return !stale.isZero();
    }

    /**
     * Whether a header is part of the key.
     *
     * @param header in lower case
     * @return true for credentials always
     */
    public boolean keyHasHeader(String header) {
        return context.isEmpty()
                || CREDENTIALS.contains(header)
                || context.get().stream().anyMatch(name -> ContextNames.isHeader(name, header));
    }

    /**
     * Whether a member of {@code _meta} is part of the key.
     *
     * @param member its name
     * @return true if it is declared, or nothing is
     */
    public boolean keyHasMeta(String member) {
        return context.isEmpty() || context.get().contains(member);
    }
}
