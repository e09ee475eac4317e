package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Outcome;
import io.mehari.protocol.Json;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The answer to one tool call, read in terms that both forms have.
 *
 * @param form in which it was asked for
 * @param sentId the id that the request carried
 * @param reply what came back
 */
record CallAnswer(Form form, String sentId, HttpResponse<String> reply) {
    /** The two forms of REST answers. */
    enum Form {
        SHORT,
        ENVELOPE
    }

    /** Status of the short form; the envelope differs in one outcome (docs/contracts.md). */
    private static final Map<Outcome, Set<Integer>> STATUS = Map.of(
            Outcome.SUCCESS, Set.of(200),
            Outcome.TOOL_ERROR, Set.of(500),
            Outcome.INVALID_ARGUMENTS, Set.of(422),
            Outcome.NOT_FOUND, Set.of(404),
            Outcome.UNAVAILABLE, Set.of(503),
            Outcome.TIMED_OUT, Set.of(504),
            Outcome.UPSTREAM_ERROR, Set.of(422, 404, 400, 502),
            Outcome.BAD_UPSTREAM, Set.of(502),
            Outcome.OUTCOME_UNKNOWN, Set.of(502),
            Outcome.INTERNAL, Set.of(500));

    private static final Pattern INSIDES = Pattern.compile(
            "\\b(?:java|javax|jakarta|sun|io|org|com)\\.[a-z]+\\.[A-Za-z.]+|Exception\\b|\\bat [a-z]+\\.|\\.java:[0-9]");

    JsonNode json() {
        try {
            return Json.read(reply.body());
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON: " + reply.body(), e);
        }
    }

    /** The sentence for people. */
    String message() {
        return error().path("message").asText();
    }

    JsonNode error() {
        return json().path(form == Form.SHORT ? "detail" : "error");
    }

    /** What the tool said, as text. */
    String text() {
        return form == Form.SHORT
                ? json().asText()
                : json().at("/data/content/0/text").asText();
    }

    /** Holds the answer against the table of outcomes. */
    void requireOutcome(Outcome outcome) {
        boolean inEnvelope = form == Form.ENVELOPE;
        assertThat(reply.statusCode())
                .as(reply.body())
                .isIn(inEnvelope && outcome == Outcome.TOOL_ERROR ? Set.of(200) : STATUS.get(outcome));
        assertThat(reply.headers().firstValue("x-request-id")).hasValue(sentId);
        requireNoInsides(reply.body());
        if (inEnvelope) {
            assertThat(json().path("success").asBoolean()).isEqualTo(outcome == Outcome.SUCCESS);
            assertThat(json().path("request_id").asText()).isEqualTo(sentId);
        }
        boolean isList = outcome == Outcome.INVALID_ARGUMENTS && !inEnvelope;
        if (outcome != Outcome.SUCCESS && !isList) {
            assertThat(error().path("code").asText()).isEqualTo(outcome.code());
            assertThat(error().path("request_id").asText()).isEqualTo(sentId);
            assertThat(message()).isNotBlank();
        }
        requireRetryAfter(outcome == Outcome.UNAVAILABLE);
    }

    void requireUpstream(String server) {
        assertThat(error().path("upstream").asText()).isEqualTo(server);
    }

    private void requireRetryAfter(boolean wanted) {
        Optional<String> header = reply.headers().firstValue("retry-after");
        assertThat(header.isPresent()).as("Retry-After").isEqualTo(wanted);
        if (wanted) {
            assertThat(Integer.parseInt(header.get())).isPositive();
            if (form == Form.ENVELOPE) {
                assertThat(error().path("retry_after").asText()).isEqualTo(header.get());
            }
        }
    }

    /** Nothing of the gateway's making may be seen outside. */
    static void requireNoInsides(String body) {
        assertThat(INSIDES.matcher(body).find())
                .as("a class name or stack trace in %s", body.substring(0, Math.min(2_000, body.length())))
                .isFalse();
    }
}
