package io.mehari.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.support.Footprint;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import io.mehari.support.Trials;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A real npm server over stdio and over streamable HTTP that is lost again and again: it comes back every time, and
 * nothing of the connections before stays.
 *
 * <p>A day is taken as one loss every 5 minutes, 288 of each server: twice the rate at which users of other gateways
 * saw processes pile up (2,000 in 14 days). Without the pauses between, what a reconnect leaves behind adds up the same,
 * since nothing here is kept for a time. The full day is in the proof. Every build does a part, which finds
 * leaks as well: it counts the objects of connections, and a single one too many fails it.
 */
@Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
class ReconnectSoakIT {
    private static final int RECONNECTS = Trials.count(16, 288);
    private static final int WARM_UP = Math.max(RECONNECTS / 10, 4);
    private static final int SAMPLES = 10;
    /** Per reconnect of the full day less than what one retained connection weighs with its buffers. */
    private static final long HEAP_SLACK = 2L << 20;
    /**
     * What two servers that are connected and at rest need, and nothing of the connections and calls before: one
     * connection each.
     */
    private static final Map<String, Long> OBJECTS = Map.of(
            "StdioConnection", 1L,
            "ServerProcess", 1L,
            "StreamableConnection", 1L,
            "ListeningStream", 1L,
            "Session", 2L);
    /** Connections of the test's own client come and go. */
    private static final long DESCRIPTOR_SLACK = 4;

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String STDIO = "everything";
    private static final String HTTP = "everything-http";

    @TempDir
    Path directory;

    private final ListeningServer listening = new ListeningServer("streamable-http");
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private GatewayUnderTest gateway;

    @Test
    void reconnectsOfADayLeaveNothingBehind() throws Exception {
        long processesBefore = ProcessHandle.current().descendants().count();
        try (ListeningServer server = listening.start()) {
            try (GatewayUnderTest running = GatewayUnderTest.start(directory, servers())) {
                gateway = running;
                running.awaitTools(List.of(STDIO, HTTP));
                soak();
            }
        }
        assertThat(ProcessHandle.current().descendants().count())
                .as("processes after the end")
                .isEqualTo(processesBefore);
    }

    private void soak() throws Exception {
        reconnect(1, WARM_UP);
        Footprint before = Footprint.take();
        print(WARM_UP, before);
        int every = Math.max((RECONNECTS - WARM_UP) / SAMPLES, 1);
        for (int done = WARM_UP; done < RECONNECTS; done += every) {
            int until = Math.min(done + every, RECONNECTS);
            reconnect(done + 1, until);
            if (RECONNECTS > 100) {
                print(until, Footprint.take());
            }
        }
        Awaitility.await("everything is as it was")
                .atMost(LIMIT)
                .pollInterval(Duration.ofSeconds(1))
                .untilAsserted(() -> checkSame(Footprint.take(), before));
        print(RECONNECTS, Footprint.take());
    }

    private static void checkSame(Footprint now, Footprint before) {
        assertThat(now.processes()).as("processes").isEqualTo(before.processes());
        assertThat(now.threads()).as("threads").isLessThanOrEqualTo(before.threads());
        assertThat(now.descriptors()).as("descriptors").isLessThanOrEqualTo(before.descriptors() + DESCRIPTOR_SLACK);
        now.connections()
                .forEach((kind, count) ->
                        assertThat(count).as(kind + " objects").isLessThanOrEqualTo(OBJECTS.getOrDefault(kind, 0L)));
        assertThat(now.heapBytes()).as("live heap").isLessThanOrEqualTo(before.heapBytes() + HEAP_SLACK);
    }

    private void reconnect(int first, int last) throws Exception {
        for (int round = first; round <= last; round++) {
            killChild();
            loseHttpServer(round);
            call(STDIO, round);
            call(HTTP, round);
            awaitReconnected(STDIO, round);
            awaitReconnected(HTTP, round);
            assertThat(call(STDIO, round)).as(STDIO).isEqualTo(200);
            assertThat(call(HTTP, round)).as(HTTP).isEqualTo(200);
        }
    }

    /** The gateway's children are its stdio servers and, as this is its JVM too, the listening one. */
    private void killChild() throws Exception {
        ProcessHandle child = ProcessHandle.current()
                .children()
                .filter(process -> process.pid() != listening.pid())
                .findFirst()
                .orElseThrow();
        child.destroyForcibly();
        child.onExit().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** In turn: back before the gateway looks, back after it found nobody there, and a new session by request. */
    private void loseHttpServer(int round) throws Exception {
        switch (round % 3) {
            case 0 -> {
                listening.kill();
                listening.start();
            }
            case 1 -> {
                listening.kill();
                Awaitility.await("the loss is noticed")
                        .atMost(LIMIT)
                        .until(() -> !entry(HTTP).path("state").asText().equals("ready"));
                listening.start();
            }
            default ->
                assertThat(gateway.post("/api/v1/admin/servers/" + HTTP + "/restart", "")
                                .statusCode())
                        .isEqualTo(200);
        }
    }

    /** One loss is one reconnect, not several: the count is exact. */
    private void awaitReconnected(String server, int times) {
        Awaitility.await(server + " is connected again")
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .untilAsserted(() -> {
                    JsonNode entry = entry(server);
                    assertThat(entry.path("state").asText()).isEqualTo("ready");
                    assertThat(entry.path("restarts").asInt()).isEqualTo(times);
                });
    }

    /** Whatever happens to the server meanwhile, the caller gets an answer: success, unavailable or unknown. */
    private int call(String server, int round) {
        int status = gateway.post("/" + server + "/echo", "{\"message\":\"" + round + "\"}")
                .statusCode();
        statuses.merge(status, 1, Integer::sum);
        assertThat(status).isIn(200, 502, 503);
        return status;
    }

    private JsonNode entry(String server) {
        try {
            for (JsonNode entry :
                    Json.read(gateway.get("/api/v1/servers").body()).at("/data/servers")) {
                if (entry.path("name").asText().equals(server)) {
                    return entry;
                }
            }
            throw new AssertionError("No server " + server);
        } catch (JsonProcessingException e) {
            throw new AssertionError("Not JSON", e);
        }
    }

    private String servers() {
        ObjectNode servers = Json.object();
        servers.putObject(STDIO)
                .put("command", Requirement.NODE.path().toString())
                .putArray("args")
                .add(NpmPackages.server("everything").toString());
        servers.putObject(HTTP).put("type", "streamable-http").put("url", listening.url());
        return Json.text(Json.object().set("mcpServers", servers));
    }

    private void print(int reconnects, Footprint footprint) {
        System.out.println("Reconnects " + reconnects + ", calls by status " + statuses + ", " + footprint);
    }
}
