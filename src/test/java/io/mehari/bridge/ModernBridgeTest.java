package io.mehari.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.bridge.ScriptedEndpoint.Call;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Clients of the modern era: what a pipe does not need and HTTP does. */
class ModernBridgeTest {
    private static final String TOOLS = """
            {"tools":[
              {"name":"ask","inputSchema":{"type":"object","properties":{
                "region":{"type":"string","x-mcp-header":"Region"},
                "deep":{"type":"object","properties":{"count":{"type":"integer","x-mcp-header":"Count"}}},
                "dry":{"type":"boolean","x-mcp-header":"Dry-Run"},
                "plain":{"type":"string"}}}},
              {"name":"bad","inputSchema":{"type":"object","properties":{"x":{"type":"number","x-mcp-header":"X"}}}}]}""";

    @Test
    void repeatsInHeadersWhatARequestSays() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> call.result("{}"));
                BridgedClient client = new BridgedClient(endpoint.target())) {
            client.asksModern(1, "server/discover", "{}").reads();
            client.asksModern(2, "tools/call", "{\"name\":\"tool\"}").reads();
            client.asksModern(3, "resources/read", "{\"uri\":\"memo:h\u00e9\"}").reads();
            client.asksModern(4, "prompts/get", "{\"name\":\" padded\"}").reads();
            assertThat(endpoint.calls).allSatisfy(call -> {
                assertThat(call.header("MCP-Protocol-Version")).isEqualTo("2026-07-28");
                assertThat(call.header("Mcp-Method")).isEqualTo(call.rpcMethod());
                assertThat(call.header("Mcp-Session-Id")).isNull();
            });
            assertThat(endpoint.calls)
                    .extracting(call -> call.header("Mcp-Name"))
                    .containsExactly(null, "tool", "=?base64?bWVtbzpow6k=?=", "=?base64?IHBhZGRlZA==?=");
        }
    }

    @Test
    void repeatsAnnotatedArgumentsAndLeavesOutToolsThatCannotBeCalled() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(
                        call -> call.result(call.rpcMethod().equals("tools/list") ? TOOLS.replace("\n", "") : "{}"));
                BridgedClient client = new BridgedClient(endpoint.target())) {
            JsonNode list = client.asksModern(1, "tools/list", "{}").reads();
            assertThat(list.at("/result/tools").findValuesAsText("name")).containsExactly("ask");
            assertThat(client.log).singleElement().asString().contains("bad", "x-mcp-header");
            client.asksModern(
                            2,
                            "tools/call",
                            "{\"name\":\"ask\",\"arguments\":{\"region\":\"\u00fc\",\"deep\":{\"count\":9007199254740991},"
                                    + "\"dry\":true,\"plain\":\"p\"}}")
                    .reads();
            client.asksModern(3, "tools/call", "{\"name\":\"ask\",\"arguments\":{\"region\":null}}")
                    .reads();
            List<Call> calls = endpoint.of("tools/call");
            assertThat(calls.get(0).header("Mcp-Param-Region")).isEqualTo("=?base64?w7w=?=");
            assertThat(calls.get(0).header("Mcp-Param-Count")).isEqualTo("9007199254740991");
            assertThat(calls.get(0).header("Mcp-Param-Dry-Run")).isEqualTo("true");
            assertThat(calls.get(0).header("Mcp-Param-plain")).isNull();
            assertThat(calls.get(1).header("Mcp-Param-Region")).isNull();
        }
    }

    @Test
    void readsTheListItselfWhereTheClientHasKeptOne() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    if (call.rpcMethod().equals("tools/list")) {
                        boolean first = call.message().at("/params/cursor").isMissingNode();
                        call.result(first ? "{\"tools\":[],\"nextCursor\":\"2\"}" : TOOLS.replace("\n", ""));
                    } else if (call.header("Mcp-Param-Region") == null) {
                        call.error(400, -32020, "Mcp-Param-Region is missing");
                    } else {
                        call.result("{}");
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target())) {
            client.asksModern(1, "tools/call", "{\"name\":\"ask\",\"arguments\":{\"region\":\"eu\"}}");
            assertThat(client.readsLine()).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
            client.asksModern(2, "tools/call", "{\"name\":\"ask\",\"arguments\":{}}");
            assertThat(client.readsLine()).contains("\"id\":2", "-32020");
            assertThat(endpoint.of("tools/call")).hasSize(4);
            assertThat(endpoint.of("tools/list")).hasSize(4);
        }
    }

    @Test
    void cancelsByClosingTheStreamAndAnswersNothing() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    call.message("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{}}");
                    call.hold();
                });
                BridgedClient client = new BridgedClient(endpoint.target())) {
            client.asksModern(1, "tools/call", "{\"name\":\"t\"}");
            assertThat(client.readsLine()).contains("notifications/progress");
            client.says("notifications/cancelled", "{\"requestId\":1}");
            assertThat(endpoint.left.poll(20, TimeUnit.SECONDS))
                    .as("the stream is closed")
                    .isNotNull();
            client.says("notifications/cancelled", "{\"requestId\":99}");
            client.ends();
            assertThat(client.unread()).isEmpty();
            assertThat(endpoint.calls).as("nothing else is sent").hasSize(1);
        }
    }

    @Test
    void cancelsBeforeTheResponseHasBegun() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    arrived.countDown();
                    release.await(20, TimeUnit.SECONDS);
                    call.hold();
                });
                BridgedClient client = new BridgedClient(endpoint.target())) {
            client.asksModern(1, "tools/call", "{\"name\":\"t\"}");
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            client.says("notifications/cancelled", "{\"requestId\":1}");
            client.ends();
            release.countDown();
            assertThat(endpoint.left.poll(20, TimeUnit.SECONDS))
                    .as("the connection is closed")
                    .isNotNull();
            assertThat(client.unread()).isEmpty();
        }
    }

    @Test
    void keepsSubscriptionsOpenUntilTheirEnd() throws Exception {
        String acknowledged = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/subscriptions/acknowledged\"}";
        CountDownLatch end = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    if (call.rpcMethod().equals("subscriptions/listen")) {
                        call.message(acknowledged);
                        if (call.id().asInt() == 1) {
                            end.await(20, TimeUnit.SECONDS);
                            call.message("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{\"resultType\":\"complete\"}}");
                        } else if (call.id().asInt() == 2) {
                            call.hold();
                        }
                    } else {
                        call.result("{}");
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target())) {
            client.asksModern(1, "subscriptions/listen", "{\"notifications\":{}}");
            assertThat(client.readsLine()).isEqualTo(acknowledged);
            client.asksModern(5, "tools/list", "{}");
            assertThat(client.readsLine()).contains("\"id\":5");
            end.countDown();
            assertThat(client.readsLine()).contains("\"id\":1", "complete");
            assertThat(client.readsLine()).contains("notifications/cancelled", "\"requestId\":1");

            client.asksModern(3, "subscriptions/listen", "{}");
            assertThat(client.readsLine()).isEqualTo(acknowledged);
            assertThat(client.readsLine()).contains("\"id\":3", "-32603", "listen again");

            client.asksModern(2, "subscriptions/listen", "{}");
            assertThat(client.readsLine()).isEqualTo(acknowledged);
            client.ends();
            assertThat(endpoint.left.poll(20, TimeUnit.SECONDS))
                    .as("an end of the client ends it")
                    .isNotNull();
            assertThat(client.unread()).isEmpty();
        }
    }
}
