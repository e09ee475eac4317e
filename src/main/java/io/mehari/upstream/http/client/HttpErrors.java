package io.mehari.upstream.http.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.upstream.lifecycle.RequestFailure;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;

/** What a response that is no answer means for the request. */
public final class HttpErrors {
    private static final Duration SOON = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final int MAX_DIGITS = 9;

    private HttpErrors() {}

    /**
     * What a refused request fails with. Only 429 says that it did not run.
     *
     * @param address it was sent to
     * @param body the first bytes of the response
     */
    public static RequestFailure refusal(
            HttpEndpoint endpoint, URI address, int status, HttpHeaders headers, byte[] body, Clock clock) {
        ObjectNode error = error(body).orElse(null);
        return switch (status) {
            case 429 ->
                RequestFailure.asksToWait(
                        "limits how often it is called (status 429); the call did not run, try again later",
                        retryAfter(headers, clock).orElse(SOON));
            case 401, 403 ->
                RequestFailure.badUpstream(
                        "refused the gateway's credentials, or the request (status " + status + ")"
                                + text(error, headers, body) + "; check the server's headers ("
                                + endpoint.headerNames() + ") in the configuration, and the host in its url",
                        error);
            case 404 ->
                RequestFailure.badUpstream(
                        "has nothing at " + Origins.shown(address) + " (status 404)" + text(error, headers, body)
                                + "; check its url",
                        error);
            default -> RequestFailure.badUpstream("answered with status " + status + text(error, headers, body), error);
        };
    }

    /**
     * What a request fails with that a server has refused twice for want of a session, in two sessions.
     *
     * @param body the first bytes of the second response
     */
    public static RequestFailure forgottenAgain(int status, HttpHeaders headers, byte[] body) {
        ObjectNode error = error(body).orElse(null);
        return RequestFailure.badUpstream(
                "answered with status " + status + " and does not know its own sessions, twice in a row"
                        + text(error, headers, body),
                error);
    }

    /** Why the content of a response cannot be read: it is coded in a way that was not asked for. */
    public static Optional<String> unknownCoding(HttpHeaders headers) {
        String coding = headers.get(HttpHeaderNames.CONTENT_ENCODING);
        return coding == null || coding.isBlank() || coding.trim().equalsIgnoreCase("identity")
                ? Optional.empty()
                : Optional.of("answered with Content-Encoding " + Shown.text(coding)
                        + ", which is not understood; the gateway asks for gzip and deflate");
    }

    /** When the server wants to be asked again; never more than an hour. */
    public static Optional<Duration> retryAfter(HttpHeaders headers, Clock clock) {
        String value = headers.get("Retry-After");
        if (value == null) {
            return Optional.empty();
        }
        String text = value.trim();
        if (!text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return Optional.of(bounded(Duration.ofSeconds(Long.parseLong(text))));
        }
        try {
            ZonedDateTime at = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Optional.of(bounded(Duration.between(clock.instant(), at.toInstant())));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static Duration bounded(Duration wanted) {
        if (wanted.isNegative()) {
            return Duration.ZERO;
        }
        return wanted.compareTo(LONGEST) > 0 ? LONGEST : wanted;
    }

    private static String text(ObjectNode error, HttpHeaders headers, byte[] body) {
        if (error != null) {
            return " and error " + Shown.text(error.path("code").asText("without a code")) + ": "
                    + Shown.text(error.path("message").asText());
        }
        if (unknownCoding(headers).isPresent()) {
            return " and a text with Content-Encoding " + Shown.text(headers.get(HttpHeaderNames.CONTENT_ENCODING));
        }
        String text = Shown.text(body);
        return text.isEmpty() ? "" : " and the text: " + text;
    }

    /** The JSON-RPC error object a body holds. */
    public static Optional<ObjectNode> error(byte[] body) {
        try {
            JsonNode message = Json.read(body);
            return message.path("error") instanceof ObjectNode error ? Optional.of(error) : Optional.empty();
        } catch (IOException e) {
            return Optional.empty(); // most servers say it in HTML or not at all
        }
    }
}
