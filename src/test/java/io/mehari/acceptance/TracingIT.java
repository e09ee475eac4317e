package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.Headers;
import io.mehari.support.GatewayUnderTest;
import io.mehari.tracing.Collector;
import io.mehari.tracing.Collector.Seen;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Traces of calls, as a collector and the server of the calls see them. */
class TracingIT {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    static Path directory;

    private static final Map<String, Received> RECEIVED = new ConcurrentHashMap<>();

    private static Collector collector;
    private static ChaosServer server;
    private static GatewayUnderTest gateway;

    /** What the server got of a call at last. */
    private record Received(String header, String state, JsonNode meta) {}

    @BeforeAll
    static void start() {
        collector = new Collector();
        server = new ChaosServer(TracingIT::received);
        gateway = gateway(directory, Map.of("mehari.tracing.enabled", "true"));
    }

    private static GatewayUnderTest gateway(Path files, Map<String, String> further) {
        Map<String, String> keys = new HashMap<>(further);
        keys.put("mehari.tracing.endpoint", collector.url());
        String servers = new Servers().with("chaos", TracingIT::entry).toString();
        return GatewayUnderTest.start(files, servers, keys).awaitTools(List.of("chaos"));
    }

    private static void entry(ObjectNode entry) {
        entry.put("url", server.url()).put("type", "streamable-http");
        entry.putObject("retry").put("max", 3).put("base", "100ms");
        ObjectNode tools = entry.putObject("tools");
        tools.putObject("read").put("idempotent", true);
        tools.putObject("write").putObject("cache");
    }

    private static void received(Headers headers, JsonNode message) {
        RECEIVED.put(
                message.at("/params/arguments/call")
                        .asText(message.at("/params/uri").asText()),
                new Received(
                        headers.getFirst("traceparent"), headers.getFirst("tracestate"), message.at("/params/_meta")));
    }

    @AfterAll
    static void stop() {
        GatewayUnderTest ended = gateway;
        gateway = null;
        if (ended != null) {
            ended.close();
        }
        server.close();
        collector.close();
    }

    @Test
    void aCallByRestContinuesTheTraceOfItsCallerToTheServer() {
        String trace = hex(16);
        String parent = hex(8);

        post(
                "chaos/read",
                "{\"call\": \"rest\"}",
                "traceparent",
                "00-" + trace + "-" + parent + "-01",
                "tracestate",
                "v=1");

        List<Seen> spans = spans(trace, 2);
        Seen call = one(spans, "SERVER");
        Seen attempt = one(spans, "CLIENT");
        assertThat(call.parent()).isEqualTo(parent);
        assertThat(call.name()).isEqualTo("execute_tool read");
        assertThat(call.get("gen_ai.tool.name")).isEqualTo("read");
        assertThat(call.get("mehari.server")).isEqualTo("chaos");
        assertThat(call.get("mehari.outcome")).isEqualTo("success");
        assertThat(call.get("mehari.cache.hit")).isEqualTo("false");
        assertThat(call.get("error.type")).isNull();
        assertThat(attempt.parent()).isEqualTo(call.id());
        assertThat(attempt.name()).isEqualTo("tools/call read");
        assertThat(attempt.get("mcp.method.name")).isEqualTo("tools/call");
        assertThat(attempt.get("server.address")).isEqualTo("127.0.0.1");
        String sent = "00-" + trace + "-" + attempt.id() + "-01";
        Received received = RECEIVED.get("rest");
        assertThat(received.header()).isEqualTo(sent);
        assertThat(received.state()).isEqualTo("v=1");
        assertThat(received.meta().path("traceparent").asText()).isEqualTo(sent);
        assertThat(received.meta().path("tracestate").asText()).isEqualTo("v=1");
        assertThat(call.span().getStartTimeUnixNano())
                .isLessThanOrEqualTo(attempt.span().getStartTimeUnixNano());
    }

    @Test
    void eachAttemptHasASpanAndTheRecoveryIsSeen() {
        String trace = hex(16);

        post(
                "chaos/read",
                "{\"call\": \"again\", \"fault\": \"GARBAGE\"}",
                "traceparent",
                "00-" + trace + "-" + hex(8) + "-01");

        List<Seen> spans = spans(trace, 3);
        Seen call = one(spans, "SERVER");
        List<Seen> attempts =
                spans.stream().filter(seen -> seen.kind().equals("CLIENT")).toList();
        assertThat(attempts).allSatisfy(attempt -> assertThat(attempt.parent()).isEqualTo(call.id()));
        assertThat(attempts).extracting(seen -> seen.get("mehari.attempt")).containsExactlyInAnyOrder("1", "2");
        assertThat(attempts)
                .extracting(seen -> seen.get("mehari.outcome"))
                .containsExactlyInAnyOrder("bad_upstream", "success");
        assertThat(attempts).extracting(seen -> seen.get("error.type")).containsExactlyInAnyOrder("bad_upstream", null);
        assertThat(call.get("mehari.outcome")).isEqualTo("success");
        assertThat(call.get("mehari.recovery.result")).isEqualTo("recovered");
        assertThat(call.get("mehari.recovery.attempts")).isEqualTo("1");
        assertThat(call.get("mehari.error.category")).isNotBlank();
    }

    @Test
    void aCallByMcpHasTheContextOfItsMessageAsParentAndThatOfHttpAsLink() {
        String trace = hex(16);
        String parent = hex(8);
        String other = hex(16);
        String message =
                "{\"jsonrpc\":\"2.0\",\"id\":\"call-7\",\"method\":\"tools/call\",\"params\":{\"name\":\"chaos__read\","
                        + "\"arguments\":{\"call\":\"mcp\"},\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                        + "\"io.modelcontextprotocol/clientCapabilities\":{},\"app.example/own\":1,\"tracestate\":\"w=2\","
                        + "\"traceparent\":\"00-" + trace + "-" + parent + "-01\"}}}";

        HttpResponse<String> answer = send(
                gateway,
                "/mcp",
                message,
                "Accept",
                "application/json, text/event-stream",
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/call",
                "Mcp-Name",
                "chaos__read",
                "traceparent",
                "00-" + other + "-" + hex(8) + "-01");

        assertThat(answer.body()).contains("ran mcp");
        List<Seen> spans = spans(trace, 2);
        Seen call = one(spans, "SERVER");
        assertThat(call.parent()).isEqualTo(parent);
        assertThat(call.name()).isEqualTo("tools/call read");
        assertThat(call.get("mcp.method.name")).isEqualTo("tools/call");
        assertThat(call.get("mcp.protocol.version")).isEqualTo("2026-07-28");
        assertThat(call.get("jsonrpc.request.id")).isEqualTo("call-7");
        assertThat(call.span().getLinksList())
                .extracting(link -> HexFormat.of().formatHex(link.getTraceId().toByteArray()))
                .containsExactly(other);
        JsonNode meta = RECEIVED.get("mcp").meta();
        assertThat(meta.path("traceparent").asText())
                .isEqualTo("00-" + trace + "-" + one(spans, "CLIENT").id() + "-01");
        assertThat(meta.path("tracestate").asText()).isEqualTo("w=2");
        assertThat(meta.path("app.example/own").asInt())
                .as("what else the client sent")
                .isEqualTo(1);
    }

    @Test
    void aResourceThatIsReadContinuesTheTraceOfItsClientToTheServer() {
        String trace = hex(16);
        String parent = hex(8);

        HttpResponse<String> answer = modern(
                "resources/read", "\"uri\":\"" + ChaosServer.RESOURCE + "\",", ChaosServer.RESOURCE, trace, parent);

        assertThat(answer.body()).contains("all is well");
        List<Seen> spans = spans(trace, 2);
        Seen request = one(spans, "SERVER");
        Seen attempt = one(spans, "CLIENT");
        assertThat(request.parent()).isEqualTo(parent);
        assertThat(request.name()).isEqualTo("resources/read");
        assertThat(request.get("mcp.method.name")).isEqualTo("resources/read");
        assertThat(request.get("mcp.resource.uri")).isEqualTo(ChaosServer.RESOURCE);
        assertThat(attempt.parent()).isEqualTo(request.id());
        assertThat(attempt.get("mehari.server")).isEqualTo("chaos");
        Received received = RECEIVED.get(ChaosServer.RESOURCE);
        assertThat(received.header()).isEqualTo("00-" + trace + "-" + attempt.id() + "-01");
        assertThat(received.meta().path("traceparent").asText()).isEqualTo(received.header());
    }

    @Test
    void listsAndRefusedRequestsHaveASpanEach() {
        String list = hex(16);
        String refused = hex(16);

        modern("tools/list", "", null, list, hex(8));
        modern("prompts/get", "\"name\":\"made-up-4711\",", "made-up-4711", refused, hex(8));

        assertThat(spans(list, 1).get(0).name()).isEqualTo("tools/list");
        Seen prompt = spans(refused, 1).get(0);
        assertThat(prompt.name()).isEqualTo("prompts/get");
        assertThat(prompt.get("gen_ai.prompt.name")).isEqualTo("made-up-4711");
        assertThat(prompt.get("error.type")).isEqualTo("-32602");
    }

    @Test
    void anErrorAndItsDeadLetterNameTheTraceOfTheirCall() {
        String trace = hex(16);

        post(
                "chaos/write",
                "{\"call\": \"lost\", \"fault\": \"GARBAGE\"}",
                "traceparent",
                "00-" + trace + "-" + hex(8) + "-01");

        assertThat(gateway.get("/api/v1/admin/dead-letters").body()).contains("\"trace_id\":\"" + trace + "\"");
        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(gateway.get("/api/v1/errors").body()).contains("\"" + trace + "\""));
    }

    private static HttpResponse<String> modern(String method, String params, String name, String trace, String parent) {
        String message = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":{" + params
                + "\"_meta\":{\"io.modelcontextprotocol/protocolVersion\":\"2026-07-28\","
                + "\"io.modelcontextprotocol/clientCapabilities\":{},"
                + "\"traceparent\":\"00-" + trace + "-" + parent + "-01\"}}}";
        List<String> headers = new ArrayList<>(List.of(
                "Accept",
                "application/json, text/event-stream",
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                method));
        if (name != null) {
            headers.addAll(List.of("Mcp-Name", name));
        }
        return send(gateway, "/mcp", message, headers.toArray(String[]::new));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
                "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x",
                "x",
            })
    void aContextThatIsNoneBeginsATraceAndGoesNowhere(String bad) {
        String call = "bad-" + bad;

        HttpResponse<String> answer =
                post("chaos/read", "{\"call\": \"" + call + "\"}", "traceparent", bad, "tracestate", "bad=1");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().map()).doesNotContainKeys("traceparent", "tracestate");
        Received received = RECEIVED.get(call);
        assertThat(received.header()).matches("00-[0-9a-f]{32}-[0-9a-f]{16}-01").isNotEqualTo(bad);
        assertThat(received.header()).doesNotContain("4bf92f3577b34da6a3ce929d0e0e4736");
        assertThat(received.state()).isNull();
        assertThat(spans(received.header().substring(3, 35), 2))
                .anySatisfy(seen -> assertThat(seen.parent()).isEmpty());
    }

    @Test
    void aCallerThatKeepsNoTraceIsFollowed() {
        String trace = hex(16);

        post("chaos/read", "{\"call\": \"unsampled\"}", "traceparent", "00-" + trace + "-" + hex(8) + "-00");
        String next = hex(16);
        post("chaos/read", "{\"call\": \"sampled\"}", "traceparent", "00-" + next + "-" + hex(8) + "-01");

        assertThat(RECEIVED.get("unsampled").header()).startsWith("00-" + trace).endsWith("-00");
        spans(next, 2);
        assertThat(collector.of(trace)).isEmpty();
    }

    @Test
    void aCallAnsweredByTheCacheHasNoAttempt() {
        String trace = hex(16);
        post("chaos/write", "{\"call\": \"kept\"}");

        post("chaos/write", "{\"call\": \"kept\"}", "traceparent", "00-" + trace + "-" + hex(8) + "-01");
        String after = hex(16);
        post("chaos/read", "{\"call\": \"after\"}", "traceparent", "00-" + after + "-" + hex(8) + "-01");

        spans(after, 2);
        assertThat(collector.of(trace))
                .singleElement()
                .satisfies(call -> assertThat(call.get("mehari.cache.hit")).isEqualTo("true"));
    }

    @Test
    void anUnknownToolDoesNotNameASpan() {
        String trace = hex(16);

        post("chaos/made-up-4711", "{}", "traceparent", "00-" + trace + "-" + hex(8) + "-01");

        Seen call = spans(trace, 1).get(0);
        assertThat(call.name()).isEqualTo("execute_tool");
        assertThat(call.get("error.type")).isEqualTo("not_found");
    }

    @Test
    void metricsTellHowManySpansWereSent() {
        String trace = hex(16);
        post("chaos/read", "{\"call\": \"metrics\"}", "traceparent", "00-" + trace + "-" + hex(8) + "-01");
        spans(trace, 2);

        Awaitility.await()
                .atMost(LIMIT)
                .untilAsserted(
                        () -> assertThat(gateway.get("/metrics/prometheus").body())
                                .containsPattern("mehari_trace_spans_total\\{result=\"sent\"\\} [1-9]")
                                .contains("mehari_trace_spans_total{result=\"dropped\"} 0"));
    }

    @Test
    void offNothingIsSentAndNothingIsAdded(@TempDir Path files) {
        String trace = hex(16);
        String parent = "00-" + trace + "-" + hex(8) + "-01";
        try (GatewayUnderTest off = gateway(files, Map.of())) {
            send(off, "/chaos/read", "{\"call\": \"off\"}", "Content-Type", "application/json", "traceparent", parent);
            assertThat(off.get("/metrics/prometheus").body()).doesNotContain("mehari_trace");
        }

        Received received = RECEIVED.get("off");
        assertThat(received.header()).isNull();
        assertThat(received.meta().has("traceparent")).isFalse();
        assertThat(collector.of(trace))
                .as("a gateway sends what waits when it ends")
                .isEmpty();
    }

    private static HttpResponse<String> post(String tool, String body, String... headers) {
        return send(gateway, "/" + tool, body, headers);
    }

    private static HttpResponse<String> send(GatewayUnderTest to, String path, String body, String... headers) {
        HttpRequest.Builder request = to.request(path).header("Content-Type", "application/json");
        for (int i = 0; i < headers.length; i += 2) {
            request.setHeader(headers[i], headers[i + 1]);
        }
        return to.send(request.POST(BodyPublishers.ofString(body)));
    }

    private static List<Seen> spans(String trace, int number) {
        Awaitility.await("spans of trace " + trace)
                .atMost(LIMIT)
                .untilAsserted(() -> assertThat(collector.of(trace)).hasSize(number));
        return collector.of(trace);
    }

    private static Seen one(List<Seen> spans, String kind) {
        List<Seen> found =
                spans.stream().filter(seen -> seen.kind().equals(kind)).toList();
        assertThat(found).as("spans of kind %s", kind).hasSize(1);
        return found.get(0);
    }

    private static String hex(int bytes) {
        byte[] random = new byte[bytes];
        ThreadLocalRandom.current().nextBytes(random);
        random[0] |= 1;
        return HexFormat.of().formatHex(random);
    }
}
