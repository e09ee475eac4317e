package io.mehari.bridge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong on either side of the bridge, and how it ends. */
class BridgeFaultTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            401 | asks for a key: give one by MEHARI_API_KEY
            403 | needs the scope call
            404 | There is no MCP endpoint at
            413 | mehari.data.max-body
            429 | asks to be left alone
            503 | cannot serve at this moment
            302 | answered with HTTP 302
            500 | answered with HTTP 500
            """)
    void refusalsOfHttpAreErrorsThatSayWhatToDo(int status, String text) throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> call.with("Retry-After", "7")
                        .with("Location", "http://127.0.0.1:1/")
                        .json(status, "{\"detail\":{\"message\":\"because\",\"code\":\"x\"}}"));
                BridgedClient client = new BridgedClient(endpoint.target())) {
            for (String id : new String[] {"5", "\"five\""}) {
                JsonNode answer = client.asks(id, "tools/list", "{}").reads();
                assertThat(answer.path("id").toString()).isEqualTo(id);
                assertThat(answer.at("/error/code").asInt()).isEqualTo(1000 + status);
                assertThat(answer.at("/error/message").asText()).contains(text, "It says: because");
                assertThat(answer.at("/error/data/status").asInt()).isEqualTo(status);
                assertThat(answer.at("/error/data/retryAfter").asText()).isEqualTo("7");
            }
        }
    }

    @Test
    void aKeyThatIsRefusedIsNotCalledMissingAndNeverShown() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> call.status(401));
                BridgedClient client = new BridgedClient(endpoint.target().withKey("sesame"))) {
            String answer = client.asks(1, "tools/list", "{}").readsLine();
            assertThat(answer).contains("does not know this key").doesNotContain("sesame");
            assertThat(endpoint.calls.get(0).header("Authorization")).isEqualTo("Bearer sesame");
            assertThat(endpoint.target().withKey("sesame").toString()).doesNotContain("sesame");
        }
    }

    @Test
    void errorsOfMcpAreTheClientsOwnWhateverTheirStatus() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(
                        call -> call.json(
                                400,
                                "{\n\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32022,\"message\":\"v\",\"data\":{\"a\":1}}}"));
                BridgedClient client = new BridgedClient(endpoint.target())) {
            assertThat(client.asksModern("\"x\"", "server/discover", "{}").readsLine())
                    .isEqualTo(
                            "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"error\":{\"code\":-32022,\"message\":\"v\",\"data\":{\"a\":1}}}");
        }
    }

    @Test
    void whereNobodyListensTheClientIsTold() throws Exception {
        URI nowhere;
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> call.status(500))) {
            nowhere = endpoint.url();
        }
        try (BridgedClient client = new BridgedClient(new Target(nowhere, Map.of()))) {
            assertThat(client.asks(1, "initialize", "{}").readsLine())
                    .contains("\"id\":1", "1503", "No gateway answers at " + nowhere, "was not sent");
            client.says("notifications/initialized", "{}");
            assertThat(client.asksModern(2, "tools/list", "{}").readsLine()).contains("\"id\":2", "1503");
        }
    }

    @Test
    void answersThatAreNoneAreErrors() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    switch (call.id().asInt()) {
                        case 1 -> call.json(200, "<html>");
                        case 2 -> call.status(202);
                        case 3 -> call.json(200, "{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":{}}");
                        case 4 -> call.message("no json");
                        default -> call.json(200, "\"" + "x".repeat(200_000) + "\"");
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target())) {
            assertThat(client.asks(1, "tools/list", "{}").readsLine()).contains("\"id\":1", "1502");
            assertThat(client.asks(2, "tools/list", "{}").readsLine()).contains("\"id\":2", "1502");
            client.asks(3, "tools/list", "{}");
            assertThat(client.readsLine()).contains("\"id\":77");
            assertThat(client.readsLine()).contains("\"id\":3", "1502");
            assertThat(client.asks(4, "tools/list", "{}").readsLine()).contains("\"id\":4", "1502");
            assertThat(client.asks(5, "tools/list", "{}").readsLine()).contains("\"id\":5", "100000 bytes");
        }
    }

    @Test
    void linesThatAreNoMessagesAreAnsweredAndTheNextOnesToo() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> call.result("{}"));
                BridgedClient client = new BridgedClient(endpoint.target())) {
            assertThat(client.writes("{\"jsonrpc\":").readsLine()).contains("\"id\":null", "-32700");
            assertThat(client.writes("[".repeat(500)).readsLine()).contains("\"id\":null", "-32700");
            assertThat(client.writes("[]").readsLine()).contains("\"id\":null", "-32600");
            assertThat(client.writes("[1]").readsLine()).contains("\"id\":null", "-32600");
            assertThat(client.writes("{\"id\":4}").readsLine()).contains("\"id\":4", "-32600");
            assertThat(client.writes("\"text\"").readsLine()).contains("\"id\":null", "-32600");
            String tooLong = "{\"params\":\"" + "x".repeat(1_000_000) + "\",\"id\":\"late\"}";
            assertThat(client.writes(tooLong).readsLine()).contains("\"id\":\"late\"", "-32600", "over 2000 bytes");
            assertThat(client.writes("x".repeat(5000)).readsLine()).contains("\"id\":null", "-32600");
            assertThat(client.writes("").writes("  \r").asks(9, "ping", "{}").readsLine())
                    .contains("\"id\":9", "result");
            assertThat(endpoint.calls).hasSize(1);
        }
    }

    @Test
    void aHeaderThatCannotBeSentIsAnError() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> call.result("{}"));
                BridgedClient client = new BridgedClient(endpoint.target())) {
            assertThat(client.asksModern(1, "tools\\u000alist", "{}").readsLine())
                    .contains("\"id\":1", "-32600");
            assertThat(client.asksModern(2, "tools/list", "{}").readsLine()).contains("\"id\":2", "result");
        }
    }

    @Test
    void requestsInFlightAreBoundedAndAnswersAndCancellationsAreNot() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
                    if (call.is("POST") && call.message().has("method")) {
                        release.await(20, TimeUnit.SECONDS);
                        call.result("{}");
                    } else {
                        call.status(202);
                    }
                });
                BridgedClient client = new BridgedClient(endpoint.target())) {
            for (int id = 1; id <= 5; id++) {
                client.asks(id, "tools/list", "{}");
            }
            assertThat(client.readsLine()).contains("\"id\":5", "-32600", "4 requests are without an answer");
            client.writes("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}");
            release.countDown();
            for (int id = 1; id <= 4; id++) {
                assertThat(client.readsLine()).contains("\"result\"");
            }
            assertThat(client.asks(6, "tools/list", "{}").readsLine()).contains("\"id\":6", "result");
        }
    }

    @Test
    void theEndOfTheClientWaitsForWhatIsInFlight() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CountDownLatch release = new CountDownLatch(1);
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> {
            arrived.countDown();
            release.await(20, TimeUnit.SECONDS);
            call.result("{}");
        })) {
            BridgedClient client = new BridgedClient(endpoint.target()).asks(1, "tools/list", "{}");
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            CountDownLatch ended = new CountDownLatch(1);
            Thread end = new Thread(() -> {
                try {
                    client.ends();
                    ended.countDown();
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
            end.start();
            assertThat(ended.getCount()).isEqualTo(1);
            release.countDown();
            assertThat(client.readsLine()).contains("\"id\":1", "result");
            assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void theEndOfTheClientDoesNotWaitForEver() throws Exception {
        BridgeLimits impatient = new BridgeLimits(
                2000, 4, 100_000, Duration.ofMillis(50), Duration.ofSeconds(20), Duration.ofMillis(50), Duration.ZERO);
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> call.hold())) {
            BridgedClient client = new BridgedClient(endpoint.target(), impatient).asks(1, "tools/call", "{}");
            client.ends();
            assertThat(endpoint.left.poll(20, TimeUnit.SECONDS)).isNotNull();
        }
    }

    @Test
    void aClientThatReadsNoMoreEndsIt() throws Exception {
        try (ScriptedEndpoint endpoint = new ScriptedEndpoint(call -> call.result("{}"))) {
            BridgedClient client = new BridgedClient(endpoint.target());
            client.deaf = true;
            client.asks(1, "tools/list", "{}").isEnded();
        }
    }

    @Test
    void addressesAndHeadersAreCheckedBeforehand() {
        for (String address : new String[] {"ftp://a/mcp", "http:///mcp", "mcp", "http://u:p@localhost/mcp"}) {
            assertThatThrownBy(() -> new Target(URI.create(address), Map.of()))
                    .as(address)
                    .isInstanceOf(IllegalArgumentException.class);
        }
        URI url = URI.create("http://localhost/mcp");
        for (String name : new String[] {"Mcp-Session-Id", "Host", "a b"}) {
            assertThatThrownBy(() -> new Target(url, Map.of(name, "secret")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(name)
                    .hasMessageNotContaining("secret");
        }
        assertThatThrownBy(() -> new Target(url, Map.of("X", "a\nb"))).hasMessageContaining("X");
    }
}
