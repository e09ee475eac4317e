package io.mehari.endpoint.rest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.endpoint.http.ReceivedRequest;
import io.mehari.protocol.Json;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestCallControlTest {
    private static final String STREAM = "text/event-stream";

    @Test
    void cancelsTheCallWhenItsClientDisconnects() {
        try (ReceivedRequest received = new ReceivedRequest("/files/read", "application/json")) {
            CallControl control = RestCallControl.of(received.request());
            assertThat(control.isCancelled()).isFalse();

            received.disconnect();

            assertThat(control.isCallerGone()).isTrue();
        }
    }

    @Test
    void beginsCancelledWhenTheClientHasDisconnected() {
        try (ReceivedRequest received = new ReceivedRequest("/files/read", "application/json")) {
            received.disconnect();

            assertThat(RestCallControl.quiet(received.request()).isCallerGone()).isTrue();
        }
    }

    @Test
    void sendsProgressWithoutTheTokenOfTheServersRequest() {
        try (ReceivedRequest received =
                new ReceivedRequest("/api/v1/tools/files/read", "application/json, " + STREAM)) {
            RestCallControl.of(received.request()).progressed(progress());

            assertThat(received.request().channel().stream()).isNotNull();
            assertThat(received.sent()).isEqualTo("event: progress\ndata: {\"progress\":1,\"message\":\"half\"}\n\n");
        }
    }

    @ParameterizedTest
    @CsvSource({"/files/read, " + STREAM, "/api/v1/tools/files/read, application/json", "/api/v1/tools/files/read, */*"
    })
    void sendsNoProgressToAClientThatDidNotAsk(String target, String accept) {
        try (ReceivedRequest received = new ReceivedRequest(target, accept)) {
            RestCallControl.of(received.request()).progressed(progress());

            assertThat(received.request().channel().stream()).isNull();
            assertThat(received.sent()).isEmpty();
        }
    }

    @Test
    void aQuietCallHasNoStream() {
        try (ReceivedRequest received = new ReceivedRequest("/api/v1/batch", STREAM)) {
            RestCallControl.quiet(received.request()).progressed(progress());

            assertThat(received.request().channel().stream()).isNull();
            assertThat(received.sent()).isEmpty();
        }
    }

    @Test
    void resumesOnTheConnectionsEventLoop() {
        try (ReceivedRequest received = new ReceivedRequest("/files/read", "application/json")) {
            AtomicInteger runs = new AtomicInteger();
            RestCallControl.of(received.request()).resume(runs::incrementAndGet);
            assertThat(runs).hasValue(0);

            received.runTasks();

            assertThat(runs).hasValue(1);
        }
    }

    private static ObjectNode progress() {
        return Json.object().put("progressToken", 7).put("progress", 1).put("message", "half");
    }
}
