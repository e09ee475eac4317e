package io.mehari.upstream.http;

import static io.mehari.upstream.http.FaultyHttpServer.answerTo;
import static io.mehari.upstream.http.FaultyHttpServer.raw;
import static io.mehari.upstream.http.FaultyHttpServer.status;
import static io.mehari.upstream.http.FaultyHttpServer.stream;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.http.FaultyHttpServer.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Answers with random faults in them, the same in each run: every call ends, none by a defect of the gateway, none runs twice,
 * no connection is lost for one message, and nothing is left behind.
 */
class HttpMutationIT {
    private static final int MUTATIONS = 1_000;
    private static final long SEED = 8;
    private static final long GROWTH = 24L * 1024 * 1024;
    private static final ObjectNode NONE = Json.object();
    private static final List<String> STATUSES = List.of("200 OK", "200 OK", "200 OK", "404 Not Found", "500 Oops");
    private static final List<String> PIECES = List.of(
            "\ufeff",
            "\0",
            "\r",
            "\n",
            "\n\n",
            "\"",
            "{",
            "}",
            "[".repeat(300),
            "]",
            ",",
            "NaN",
            "1E+2147483648",
            "-0.0",
            "1e99999999999",
            "\"id\":null,",
            "\"id\":\"1\",",
            "\"error\":{\"code\":\"x\"},",
            "\"result\":[],",
            "data: ",
            "event: error\n",
            "id: 7\n",
            "retry: 0\n",
            "\\ud83d",
            "\u001b[31m",
            "\ud83d\ude00",
            "9".repeat(2_000));

    private final ByteBudget budget = new ByteBudget(64L * 1024 * 1024);
    private final HttpFixture fixture =
            new HttpFixture(ServerLimits.reopenBase(Duration.ofMillis(1)).with(budget));
    private final Random random = new Random(SEED);
    private final Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
    private FaultyHttpServer server;
    private final SseSide sse = new SseSide(() -> server);

    @AfterEach
    void leavesNothingBehind() throws Exception {
        fixture.close();
        server.close();
        assertThat(budget.held()).as("bytes held").isZero();
    }

    @Test
    void bodies() throws Exception {
        server = new FaultyHttpServer();
        server.onCall = (request, out) -> {
            server.run(request);
            byte[] body = mutated(answerTo(request.id(), "some text"));
            String status = STATUSES.get(random.nextInt(STATUSES.size()));
            raw(
                    out,
                    "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nContent-Length: " + body.length
                            + "\r\n\r\n");
            out.write(body);
        };
        callAll(fixture.ready(server.url(), Transport.STREAMABLE_HTTP));
    }

    @Test
    void framesOfAStreamForOneAnswer() throws Exception {
        server = new FaultyHttpServer();
        server.onCall = (request, out) -> {
            server.run(request);
            stream(out);
            out.write(mutated("event: message\ndata: " + answerTo(request.id(), "some text") + "\n\n"));
            out.flush();
            request.socket().shutdownOutput();
        };
        callAll(fixture.ready(server.url(), Transport.STREAMABLE_HTTP));
    }

    @Test
    void framesOfAStreamForAllAnswers() throws Exception {
        sse.onCall = (request, out) -> mutatedEvent(request);
        server = new FaultyHttpServer(0, sse);
        callAll(fixture.ready(server.url(), Transport.SSE));
        assertThat(server.requests.stream().filter(request -> request.method().equals("GET")))
                .as("streams")
                .hasSize(1);
    }

    private void callAll(Upstream upstream) throws Exception {
        call(upstream);
        long before = used();
        for (int i = 1; i < MUTATIONS; i++) {
            call(upstream);
        }
        assertThat(outcomes).doesNotContainKey(Outcome.INTERNAL).containsKeys(Outcome.SUCCESS, Outcome.BAD_UPSTREAM);
        assertThat(server.executed).as("runs").hasValue(MUTATIONS);
        assertThat(upstream.status().restarts()).isZero();
        assertThat(upstream.status().inFlight()).isZero();
        assertThat(used() - before).as("growth of the heap").isLessThan(GROWTH);
    }

    private void call(Upstream upstream) throws Exception {
        UpstreamCall call = HttpFixture.call(upstream, "run", NONE);
        try {
            call.result().get(HttpFixture.LIMIT.toSeconds(), TimeUnit.SECONDS);
            outcomes.merge(Outcome.SUCCESS, 1, Integer::sum);
        } catch (ExecutionException e) {
            ToolCallException failure = (ToolCallException) e.getCause();
            outcomes.merge(failure.result().outcome(), 1, Integer::sum);
        }
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    /** A frame with faults, then whatever is needed to end it, then a good one: the call ends by one of them. */
    private void mutatedEvent(Request request) throws IOException {
        server.run(request);
        sse.events.write(mutated("event: message\ndata: " + answerTo(request.id(), "some text") + "\n\n"));
        raw(sse.events, "\n\n");
        sse.event(answerTo(request.id(), "ok"));
    }

    private byte[] mutated(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        for (int i = random.nextInt(3); i >= 0; i--) {
            bytes = mutated(bytes);
        }
        return bytes;
    }

    private byte[] mutated(byte[] bytes) throws IOException {
        int at = random.nextInt(bytes.length + 1);
        int to = at + random.nextInt(Math.min(40, bytes.length - at + 1));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        switch (random.nextInt(6)) {
            case 0 -> out.write(bytes, to, bytes.length - to);
            case 1 -> {
                out.write(bytes, at, to - at);
                out.write(bytes, at, bytes.length - at);
            }
            case 2, 3 -> {
                out.writeBytes(PIECES.get(random.nextInt(PIECES.size())).getBytes(StandardCharsets.UTF_8));
                out.write(bytes, at, bytes.length - at);
            }
            case 4 -> {
                out.write(random.nextInt(256));
                out.write(bytes, Math.min(at + 1, bytes.length), Math.max(0, bytes.length - at - 1));
            }
            default -> {
                // Cut off
            }
        }
        return out.toByteArray();
    }
}
