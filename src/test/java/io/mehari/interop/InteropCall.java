package io.mehari.interop;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Outcome;
import java.util.Locale;
import java.util.Optional;

/**
 * One entry of {@code calls.json}.
 *
 * @param server name of the server
 * @param index position among the server's calls, from 0
 * @param tool the tool's name
 * @param arguments what the tool is called with
 * @param refusal the outcome if the gateway must answer before the server is asked
 */
record InteropCall(String server, int index, String tool, JsonNode arguments, Optional<Outcome> refusal) {
    static InteropCall of(String server, int index, JsonNode entry) {
        return new InteropCall(
                server,
                index,
                entry.path("tool").asText(),
                entry.path("arguments"),
                Optional.ofNullable(entry.get("outcome"))
                        .map(outcome -> Outcome.valueOf(outcome.asText().toUpperCase(Locale.ROOT))));
    }

    /** What tells this call from all others. */
    String title() {
        return server + "[" + index + "] " + tool;
    }
}
