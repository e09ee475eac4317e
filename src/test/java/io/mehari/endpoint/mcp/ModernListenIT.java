package io.mehari.endpoint.mcp;

import static io.mehari.endpoint.mcp.ModernGateway.json;
import static io.mehari.endpoint.mcp.ModernGateway.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.mcp.method.ListKind;
import io.mehari.endpoint.mcp.modern.ListenSettings;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code subscriptions/listen} over real connections, with stand-ins for what changes. */
class ModernListenIT {
    private static final String TOOLS = "{'notifications':{'toolsListChanged':true}}";
    private static final String ACKNOWLEDGED =
            "{'jsonrpc':'2.0','method':'notifications/subscriptions/acknowledged','params':"
                    + "{'_meta':{'io.modelcontextprotocol/subscriptionId':'l'},'notifications':%s}}";
    private ModernGateway gateway;
    private final List<Stream> streams = new ArrayList<>();

    @BeforeEach
    void start() throws Exception {
        gateway = new ModernGateway();
    }

    @AfterEach
    void stop() throws IOException {
        for (Stream stream : streams) {
            stream.socket.close();
        }
        gateway.close();
    }

    /** A client that reads when it is told to. */
    private static final class Stream {
        final Socket socket = new Socket();
        BufferedReader reader;
        final List<String> head = new ArrayList<>();

        JsonNode next() {
            try {
                String line = reader.readLine();
                while (!line.startsWith("data: ")) {
                    line = reader.readLine();
                }
                return Json.read(line.substring(6));
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Stream listen(String params) throws IOException {
        return listen(message(Json.object().textNode("l"), "subscriptions/listen", params, "{}"), 0);
    }

    private Stream listen(ObjectNode message, int receiveBuffer) throws IOException {
        Stream stream = new Stream();
        streams.add(stream);
        if (receiveBuffer > 0) {
            stream.socket.setReceiveBufferSize(receiveBuffer);
        }
        stream.socket.connect(new InetSocketAddress("127.0.0.1", gateway.http.port()));
        stream.socket.setSoTimeout(20_000);
        byte[] body = Json.bytes(message);
        stream.socket
                .getOutputStream()
                .write(("POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer right\r\n"
                                + "MCP-Protocol-Version: 2026-07-28\r\nMcp-Method: subscriptions/listen\r\n"
                                + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        stream.socket.getOutputStream().write(body);
        stream.reader =
                new BufferedReader(new InputStreamReader(stream.socket.getInputStream(), StandardCharsets.UTF_8), 64);
        String line = stream.reader.readLine();
        while (!line.isEmpty()) {
            stream.head.add(line.toLowerCase(Locale.ROOT));
            line = stream.reader.readLine();
        }
        return stream;
    }

    private void changed(ListKind kind) {
        gateway.listeners.forEach(listener -> listener.accept(kind));
    }

    @Test
    void theAcknowledgementComesFirstWithWhatIsHonoured() throws IOException {
        Stream stream = listen("{'notifications':{'toolsListChanged':true,'promptsListChanged':true,"
                + "'resourcesListChanged':false,'resourceSubscriptions':['memo:a','none:b'],'taskIds':['x']}}");

        assertThat(stream.head.get(0)).contains("200");
        assertThat(stream.head).contains("content-type: text/event-stream", "x-accel-buffering: no");
        assertThat(stream.next())
                .isEqualTo(
                        json(ACKNOWLEDGED.formatted("{'toolsListChanged':true,'resourceSubscriptions':['memo:a']}")));
    }

    @Test
    void aServerThatDoesNotConfirmDelaysNobodyForLong() throws IOException {
        Stream stream =
                listen("{'notifications':{'toolsListChanged':true,'resourceSubscriptions':['slow:a','memo:b']}}");
        await().until(() -> gateway.listeners.size() == 1);
        changed(ListKind.TOOLS);
        await().until(() -> {
            gateway.timer.advance(Duration.ofMillis(100));
            return stream.socket.getInputStream().available() > 0;
        });

        assertThat(stream.next())
                .isEqualTo(
                        json(ACKNOWLEDGED.formatted("{'toolsListChanged':true,'resourceSubscriptions':['memo:b']}")));
        assertThat(stream.next().path("method").asText()).isEqualTo("notifications/tools/list_changed");
    }

    @Test
    void whatChangesIsTold() throws IOException {
        Stream stream = listen("{'notifications':{'toolsListChanged':true,'resourceSubscriptions':['memo:a']}}");
        stream.next();

        changed(ListKind.PROMPTS); // not wanted
        changed(ListKind.TOOLS);
        assertThat(stream.next())
                .isEqualTo(json("{'jsonrpc':'2.0','method':'notifications/tools/list_changed','params':"
                        + "{'_meta':{'io.modelcontextprotocol/subscriptionId':'l'}}}"));
        gateway.watched.get("memo:a").accept(json("{'uri':'memo:a','_meta':{'own':1}}"));
        assertThat(stream.next())
                .isEqualTo(json("{'jsonrpc':'2.0','method':'notifications/resources/updated','params':"
                        + "{'_meta':{'own':1,'io.modelcontextprotocol/subscriptionId':'l'},'uri':'memo:a'}}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "\"7\"", "12345678901234567890"})
    void theSubscriptionHasTheIdOfItsRequest(String id) throws IOException {
        Stream stream = listen(message(Json.read(id), "subscriptions/listen", TOOLS, "{}"), 0);

        assertThat(stream.next()
                        .path("params")
                        .path("_meta")
                        .path("io.modelcontextprotocol/subscriptionId")
                        .toString())
                .isEqualTo(id);
    }

    @Test
    void aClientThatLeavesIsForgotten() throws IOException {
        Stream stream = listen("{'notifications':{'toolsListChanged':true,'resourceSubscriptions':['memo:a']}}");
        stream.next();
        assertThat(gateway.listeners).hasSize(1);
        assertThat(gateway.watched).hasSize(1);

        stream.socket.close();

        await().until(() -> gateway.listeners.isEmpty() && gateway.watched.isEmpty());
    }

    @Test
    void theEndOfTheGatewayEndsStreamsWithTheirResult() throws IOException {
        Stream stream = listen(TOOLS);
        stream.next();

        gateway.era.close();

        assertThat(stream.next())
                .isEqualTo(json("{'jsonrpc':'2.0','id':'l','result':{'resultType':'complete','_meta':{"
                        + "'io.modelcontextprotocol/subscriptionId':'l',"
                        + "'io.modelcontextprotocol/serverInfo':{'name':'mehari','version':'1.0'}}}}"));
        assertThat(gateway.listeners).isEmpty();
        HttpResponse<String> late = gateway.call("subscriptions/listen", TOOLS, "{}");
        assertThat(late.statusCode()).isEqualTo(503);
        assertThat(late.headers().firstValue("retry-after")).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}",
                "{'notifications':5}",
                "{'notifications':{'toolsListChanged':'yes'}}",
                "{'notifications':{'resourceSubscriptions':'memo:a'}}",
                "{'notifications':{'resourceSubscriptions':[5]}}"
            })
    void paramsThatAreNotValidAreRefused(String params) {
        JsonNode response = McpGateway.json(gateway.call("subscriptions/listen", params, "{}"));

        assertThat(response.path("error").path("code").asInt()).isEqualTo(-32602);
        assertThat(response.path("id").asInt()).isEqualTo(7);
        assertThat(gateway.listeners).isEmpty();
    }

    @Test
    void resourcesOfOneStreamAreBounded() {
        ObjectNode params = Json.object();
        for (int i = 0; i <= 100; i++) {
            params.withObject("notifications")
                    .withArray("resourceSubscriptions")
                    .add("memo:" + i);
        }
        JsonNode many = McpGateway.json(gateway.call("subscriptions/listen", params.toString(), "{}"));
        String longUri = "{'notifications':{'resourceSubscriptions':['" + "x".repeat(2_049) + "']}}";
        JsonNode lengthy = McpGateway.json(gateway.call("subscriptions/listen", longUri, "{}"));

        assertThat(many.path("error").path("code").asInt()).isEqualTo(-32602);
        assertThat(lengthy.path("error").path("code").asInt()).isEqualTo(-32602);
        assertThat(gateway.watched).isEmpty();
    }

    @Test
    @ChangesBehaviour("mehari.mcp.modern.listen.max")
    @ChangesBehaviour("mehari.mcp.modern.listen.max-of-caller")
    void streamsAreBoundedOfEachCallerAndInAll() throws Exception {
        gateway.close();
        McpModernSettings defaults = McpModernSettings.DEFAULTS;
        gateway = new ModernGateway(
                new McpModernSettings(400, "", defaults.cache(), defaults.parking(), new ListenSettings(2, 1)));
        Stream first = listen(TOOLS);
        first.next();

        HttpResponse<String> second = gateway.call("subscriptions/listen", TOOLS, "{}");
        assertThat(second.statusCode()).isEqualTo(429);
        assertThat(second.body()).contains("max-of-caller");
        first.socket.close();
        await().until(gateway.listeners::isEmpty);
        listen(TOOLS).next();
    }

    @Test
    void aClientThatDoesNotReadIsToldOnceOfWhatItMissedAndDelaysNobody() throws IOException {
        String uri = "memo:" + "x".repeat(2_000);
        String params = "{'notifications':{'toolsListChanged':true,'resourceSubscriptions':['" + uri + "']}}";
        Stream slow = listen(message(Json.object().textNode("slow"), "subscriptions/listen", params, "{}"), 4_096);
        slow.next();
        Stream quick = listen("{'notifications':{'toolsListChanged':true}}");
        quick.next();
        int told = 3_000;
        for (int i = 0; i < told; i++) {
            gateway.watched.get(uri).accept(Json.object().put("uri", uri).put("i", i));
        }
        changed(ListKind.TOOLS);
        assertThat(quick.next().path("method").asText()).isEqualTo("notifications/tools/list_changed");

        int events = 0;
        boolean tools = false;
        int last = -1;
        while (!tools || last < told - 1) {
            gateway.timer.advance(Duration.ofMillis(500));
            JsonNode event = slow.next();
            events++;
            tools |= event.path("method").asText().endsWith("tools/list_changed");
            last = Math.max(last, event.path("params").path("i").asInt(-1));
        }
        assertThat(events)
                .as("what changed again before it was told is told once")
                .isLessThan(told);
    }
}
