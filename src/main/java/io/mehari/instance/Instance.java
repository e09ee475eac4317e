package io.mehari.instance;

import java.time.Duration;
import java.time.Instant;

/**
 * A gateway on the same Redis. Immutable.
 *
 * @param id its name
 * @param epoch sixteen hexadecimal digits that no other run of a gateway has: another one at each start
 * @param address where its data plane is
 * @param version of the gateway
 * @param routes SHA-256 over the route files that serve there; empty until they do
 * @param startedAt by its own clock
 * @param silence time since its last sign of life, by the clock of Redis
 * @param clockAhead how far its clock is ahead of that of Redis; negative if it is behind
 */
public record Instance(
        String id,
        String epoch,
        String address,
        String version,
        String routes,
        Instant startedAt,
        Duration silence,
        Duration clockAhead) {
    private static final int SHORT = 8;

    /** The same with what Redis has said of its clock. */
    Instance ahead(Duration clock) {
        return new Instance(id, epoch, address, version, routes, startedAt, silence, clock);
    }

    /** The beginning of the digest of its route files, for people. */
    String shortRoutes() {
        return routes.isEmpty() ? "none yet" : routes.substring(0, Math.min(SHORT, routes.length()));
    }
}
