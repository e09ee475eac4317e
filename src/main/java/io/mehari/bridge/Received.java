package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Optional;

/**
 * A response of the gateway that has ended.
 *
 * @param status of HTTP
 * @param headers of HTTP
 * @param body what is no event stream; empty for one that is
 * @param lastEventId where a stream can be taken up again
 * @param retry how long the gateway wants to be left alone before that
 * @param failure why it ended before its time; null if it did not
 */
@SuppressWarnings("java:S6218") // never compared
record Received(
        int status,
        HttpHeaders headers,
        byte[] body,
        Optional<String> lastEventId,
        Optional<Duration> retry,
        Throwable failure) {
    private static final int OK = 200;
    private static final int MULTIPLE_CHOICES = 300;

    boolean isSuccess() {
        return status >= OK && status < MULTIPLE_CHOICES;
    }

    /** The body; a missing node if it is no JSON. */
    JsonNode json() {
        try {
            return Json.read(body);
        } catch (IOException e) {
            return MissingNode.getInstance();
        }
    }
}
