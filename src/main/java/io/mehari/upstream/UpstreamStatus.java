package io.mehari.upstream;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What is known about an upstream at one moment. Holds no secrets: neither environment nor headers.
 *
 * @param state where the connection stands
 * @param transport {@code stdio}, {@code streamable-http} or {@code sse}
 * @param since when it entered this state
 * @param protocolVersion negotiated MCP version, once known
 * @param serverInfo the server's own {@code serverInfo}, once known
 * @param instructions the server's instructions to models, if it gave any
 * @param tools number of tools it offers
 * @param inFlight calls sent and not answered yet
 * @param restarts how often it became ready again after a loss; zero for a server that was never ready
 * @param attempts attempts to connect begun since it was last ready, or since the start; zero while it is ready
 * @param provoked those of the attempts that calls began before the gateway would have by itself
 * @param nextAttempt when the next attempt is due, while it waits for one
 * @param declined requests of the server that the gateway declined, by method and how often
 * @param lastError why the last connection ended or could not be made, if it did
 */
public record UpstreamStatus(
        UpstreamState state,
        String transport,
        Instant since,
        Optional<String> protocolVersion,
        Optional<ObjectNode> serverInfo,
        Optional<String> instructions,
        int tools,
        int inFlight,
        long restarts,
        long attempts,
        long provoked,
        Optional<Instant> nextAttempt,
        Map<String, Long> declined,
        Optional<String> lastError) {}
