package io.mehari.upstream.client;

import java.time.Duration;

/**
 * Bounds of the connections that belong to one client each.
 *
 * @param most connections to all servers together
 * @param mostOfServer connections to one server
 * @param idle how long one that is not used is kept
 * @param questionTimeout how long a question of a server may stay open
 */
public record ClientConnectionLimits(int most, int mostOfServer, Duration idle, Duration questionTimeout) {}
