package io.mehari.reliability;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Outcome;
import io.mehari.protocol.Json;
import io.mehari.support.GatewayUnderTest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.awaitility.Awaitility;

/** The gateway as a caller and an operator see it over REST. */
final class Gateway {
    private static final Duration PACE = Duration.ofMillis(20);

    private final GatewayUnderTest http;

    /**
     * The answer to a call.
     *
     * @param message cause and remedy; empty for a success
     * @param upstream the server that is named as its cause; empty for a success
     */
    record Answer(Outcome outcome, String message, String upstream) {}

    Gateway(GatewayUnderTest http) {
        this.http = http;
    }

    /** Calls a tool with the argument {@code call}. */
    Answer call(String server, String tool, String id) {
        JsonNode reply = json(http.post(
                        "/api/v1/tools/" + server + "/" + tool,
                        Json.object().put("call", id).toString())
                .body());
        JsonNode error = reply.path("error");
        Outcome outcome = reply.path("success").asBoolean()
                ? Outcome.SUCCESS
                : Outcome.valueOf(error.path("code").asText().toUpperCase(Locale.ROOT));
        return new Answer(
                outcome, error.path("message").asText(), error.path("upstream").asText());
    }

    /** Waits until it has noticed that the connection to a server is gone. */
    void awaitLost(String server) {
        await("the loss of " + server, () -> !state(server).equals("ready"));
    }

    /** Waits until a server is in a state. */
    void awaitState(String server, String wanted) {
        await(server + " to be " + wanted, () -> state(server).equals(wanted));
    }

    private static void await(String alias, Callable<Boolean> condition) {
        Awaitility.await(alias)
                .atMost(FaultRun.LIMIT)
                .pollDelay(Duration.ZERO)
                .pollInterval(PACE)
                .until(condition);
    }

    private String state(String server) {
        for (JsonNode one : json(http.get("/api/v1/servers").body()).at("/data/servers")) {
            if (one.path("name").asText().equals(server)) {
                return one.path("state").asText();
            }
        }
        throw new AssertionError("No server " + server);
    }

    private static JsonNode json(String body) {
        try {
            return Json.read(body);
        } catch (IOException e) {
            throw new UncheckedIOException("Not JSON: " + body, e);
        }
    }
}
