package io.mehari.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.mehari.bridge.ScriptedEndpoint.Call;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Clients of the legacy era: sessions, streams, what gateways say by themselves. */
class LegacyBridgeTest {
    private final AtomicInteger sessions = new AtomicInteger();
    private volatile String known = "";

    /** What any gateway does; whether it has answered. */
    private boolean usual(Call call) throws IOException {
        if (call.is("DELETE")) {
            call.status(204);
        } else if (call.is("GET")) {
            call.status(405);
        } else if (call.rpcMethod().equals("initialize")) {
            known = "s" + sessions.incrementAndGet();
            call.with("Mcp-Session-Id", known)
                    .result("{\"protocolVersion\":\"2025-11-25\",\"capabilities\":{\"tools\":{\"listChanged\":true}}}");
        } else if (!known.equals(call.header("Mcp-Session-Id"))) {
            call.json(404, "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32001,\"message\":\"gone\"}}");
        } else if (!call.message().has("id") || !call.message().has("method")) {
            call.status(202);
        } else {
            return false;
        }
        return true;
    }

    @Test
    void carriesSessionAndVersionAndEndsTheSession() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
            if (!usual(call)) {
                call.result("{\"tools\":[]}");
            }
        })) {
            BridgedClient client = new BridgedClient(endpoint.target()).begins();
            client.asks("\"a\"", "tools/list", "{}");
            assertThat(client.readsLine()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"result\":{\"tools\":[]}}");
            client.ends();

            Call first = endpoint.of("initialize").get(0);
            assertThat(first.header("Mcp-Session-Id")).isNull();
            assertThat(first.header("Accept")).contains("application/json", "text/event-stream");
            Call list = endpoint.of("tools/list").get(0);
            assertThat(list.header("Mcp-Session-Id")).isEqualTo("s1");
            assertThat(list.header("MCP-Protocol-Version")).isEqualTo("2025-11-25");
            assertThat(list.header("Mcp-Method")).isNull();
            assertThat(endpoint.by("DELETE"))
                    .singleElement()
                    .satisfies(end -> assertThat(end.header("Mcp-Session-Id")).isEqualTo("s1"));
        }
    }

    @Test
    void passesOnWhatComesBeforeTheAnswerAndAnswersOfTheClient() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    if (call.body.contains("\"roots\"")) {
                        answered.countDown();
                    }
                    if (!usual(call)) {
                        call.event("event: message\nid: 1\ndata:");
                        call.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}");
                        call.message("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"roots/list\"}");
                        answered.await(20, TimeUnit.SECONDS);
                        call.event("data: {\"jsonrpc\":\"2.0\",\ndata: \"id\":1,\"result\":{\"n\":9007199254740993}}");
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target()).begins()) {
            client.asks(1, "tools/call", "{\"name\":\"t\"}");
            assertThat(client.readsLine()).contains("notifications/progress");
            assertThat(client.readsLine()).contains("roots/list");
            client.writes("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"roots\":[]}}");
            assertThat(client.readsLine())
                    .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"n\":9007199254740993}}");
        }
    }

    @Test
    void opensTheStreamOfTheGatewayAgainFromItsLastEventOn() throws Exception {
        String changed = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}";
        AtomicInteger opened = new AtomicInteger();
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    if (!call.is("GET")) {
                        usual(call);
                    } else if (opened.incrementAndGet() == 1) {
                        call.event("id: e1\nretry: 10\ndata: " + changed);
                    } else {
                        call.message(changed.replace("tools", "prompts"));
                        call.hold();
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target()).begins()) {
            assertThat(client.readsLine()).isEqualTo(changed);
            assertThat(client.readsLine()).contains("prompts");
            assertThat(endpoint.by("GET"))
                    .extracting(call -> call.header("Last-Event-ID"))
                    .containsExactly(null, "e1");
            assertThat(endpoint.by("GET"))
                    .extracting(call -> call.header("Mcp-Session-Id"))
                    .containsOnly("s1");
            client.ends();
            assertThat(endpoint.left.poll(20, TimeUnit.SECONDS))
                    .as("the stream is closed")
                    .isNotNull();
        }
    }

    @Test
    void takesUpAStreamThatEndsBeforeTheAnswer() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    if (call.is("GET") && "e5".equals(call.header("Last-Event-ID"))) {
                        call.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
                        call.hold();
                    } else if (!usual(call)) {
                        call.event("id: e5\nretry: 1\ndata:");
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target()).begins()) {
            client.asks(1, "tools/call", "{\"name\":\"t\"}");
            assertThat(client.readsLine()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
            assertThat(endpoint.of("tools/call")).as("a call is not sent twice").hasSize(1);
            assertThat(endpoint.left.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aStreamThatCannotBeTakenUpIsAnError() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    if (!usual(call)) {
                        call.event(call.id().asInt() == 1 ? ": nothing" : "id: e5\nretry: 1\ndata:");
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target()).begins()) {
            client.asks(1, "tools/call", "{\"name\":\"t\"}");
            assertThat(client.readsLine()).contains("\"id\":1", "1502", "may have happened");
            client.asks(2, "tools/call", "{\"name\":\"t\"}");
            assertThat(client.readsLine()).contains("\"id\":2", "1502", "cannot be taken up again");
        }
    }

    @Test
    void saysThatARequestIsCancelledAndForgetsIt() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    if (!usual(call)) {
                        call.hold();
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target()).begins()) {
            for (int id = 1; id <= 10; id++) {
                client.asks(id, "tools/call", "{\"name\":\"t\"}");
                client.says("notifications/cancelled", "{\"requestId\":" + id + "}");
            }
            await().untilAsserted(() ->
                    assertThat(endpoint.of("notifications/cancelled")).hasSize(10));
            assertThat(endpoint.of("tools/call"))
                    .as("sent before it is cancelled")
                    .hasSize(10);
            client.ends();
            assertThat(client.unread()).as("nothing is answered").isEmpty();
        }
    }

    @Test
    void beginsAnotherSessionWhereTheGatewayHasForgottenIt() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    if (!usual(call)) {
                        call.result("{\"session\":\"" + call.header("Mcp-Session-Id") + "\"}");
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target()).begins()) {
            client.asks(1, "logging/setLevel", "{\"level\":\"debug\"}");
            client.asks(2, "resources/subscribe", "{\"uri\":\"a:b\"}");
            client.asks(3, "resources/subscribe", "{\"uri\":\"a:c\"}");
            client.asks(4, "resources/unsubscribe", "{\"uri\":\"a:b\"}");
            for (int id = 1; id <= 4; id++) {
                assertThat(client.readsLine()).contains("\"s1\"");
            }
            known = "nobody's";
            client.asks(5, "tools/list", "{}");
            List<String> lines = List.of(client.readsLine(), client.readsLine());
            assertThat(lines).anyMatch(line -> line.contains("notifications/tools/list_changed"));
            assertThat(lines).anyMatch(line -> line.contains("\"id\":5") && line.contains("\"session\":\"s2\""));
            assertThat(endpoint.of("initialize")).hasSize(2);
            assertThat(endpoint.of("notifications/initialized")).hasSize(2);
            await().untilAsserted(() -> {
                assertThat(endpoint.of("logging/setLevel")).hasSize(2);
                assertThat(endpoint.of("resources/subscribe"))
                        .extracting(call ->
                                call.message().path("params").path("uri").asText())
                        // each goes its own way, as requests of one client may over HTTP
                        .containsExactlyInAnyOrder("a:b", "a:c", "a:c");
            });
            client.ends();
            assertThat(client.unread()).isEmpty();
        }
    }

    @Test
    void aGatewayThatForgetsEverySessionIsAskedOnceMoreOnly() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    boolean begins = call.is("POST") && call.rpcMethod().equals("initialize");
                    if (begins
                            || call.is("GET")
                            || call.is("DELETE")
                            || !call.message().has("id")) {
                        usual(call);
                    } else {
                        call.error(404, -32001, "gone");
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target()).begins()) {
            client.asks(1, "tools/list", "{}");
            String answer = client.readsLine();
            assertThat(answer.contains("list_changed") ? client.readsLine() : answer)
                    .contains("\"id\":1", "-32001", "gone");
            assertThat(endpoint.of("tools/list")).hasSize(2);
        }
    }

    @Test
    void passesOnABatch() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    if (!call.body.startsWith("[")) {
                        usual(call);
                    } else if (call.body.contains("refuse")) {
                        call.json(
                                400,
                                "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"no\"}}");
                    } else {
                        call.json(
                                200,
                                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}},{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}]");
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target()).begins()) {
            client.writes(
                    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"ping\"}]");
            assertThat(client.reads()).hasSize(2);
            client.writes(
                    "[{\"jsonrpc\":\"2.0\",\"id\":3,\"method\":\"refuse\"},{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":\"ping\"}]");
            assertThat(List.of(
                            client.reads().path("id").asInt(),
                            client.reads().path("id").asInt()))
                    .containsExactlyInAnyOrder(3, 4);
        }
    }
}
