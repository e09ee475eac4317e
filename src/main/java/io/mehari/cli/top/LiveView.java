package io.mehari.cli.top;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What is known of a gateway at one moment.
 *
 * @param address where it is
 * @param trouble why nothing newer is known; empty while it is connected
 * @param stats as {@code get_stats} answers; a missing node before it is known
 * @param servers as {@code list_upstreams} lists them
 * @param routes as {@code list_routes} lists them
 * @param calls events of calls, the newest first
 */
record LiveView(
        String address,
        String trouble,
        JsonNode stats,
        List<JsonNode> servers,
        List<JsonNode> routes,
        List<JsonNode> calls) {
    boolean isConnected() {
        return trouble.isEmpty();
    }

    /** Whether there is anything to show of it. */
    boolean isKnown() {
        return stats.isObject();
    }
}
