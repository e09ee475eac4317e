package io.mehari.endpoint.mcp;

import static io.mehari.endpoint.mcp.ModernGateway.headers;
import static io.mehari.endpoint.mcp.ModernGateway.json;
import static io.mehari.endpoint.mcp.ModernGateway.message;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.architecture.ReferenceTable;
import io.mehari.catalog.ToolSource;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import io.mehari.support.Tools;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each rule about envelope, headers, ids and codes of the modern era, over HTTP; every error echoes the id. */
class ModernEnvelopeIT {
    private static final String META = "'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
            + "'io.modelcontextprotocol/clientCapabilities':{}}";
    private static ModernGateway gateway;

    @BeforeAll
    static void start() throws Exception {
        gateway = new ModernGateway();
        gateway.catalog.replace(
                ToolSource.of(Tools.settings("files")),
                List.of(
                        json("{'name':'echo','inputSchema':{'type':'object'}}"),
                        json("{'name':'region','inputSchema':{'type':'object','properties':{"
                                + "'where':{'type':'string','x-mcp-header':'Where'},"
                                + "'n':{'type':'integer','x-mcp-header':'N'}}}}")));
    }

    @AfterAll
    static void stop() {
        gateway.close();
    }

    @BeforeEach
    void echo() {
        gateway.run = call -> ModernGateway.done(json("{'content':[]}"));
        gateway.calls.clear();
    }

    private static HttpResponse<String> post(String body, String... headers) {
        return gateway.http
                .sending(gateway.request(body.replace('\'', '"'), List.of(headers), "right"))
                .join();
    }

    private static void isError(HttpResponse<String> response, int status, int code, JsonNode id) {
        JsonNode body = McpGateway.json(response);
        assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
        assertThat(body.path("error").path("code").asInt()).as(response.body()).isEqualTo(code);
        assertThat(body.path("id")).isEqualTo(id);
        assertThat(gateway.calls).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // the envelope
                "{'name':'echo'}|2026-07-28|tools/call|echo|400|-32602",
                "{'name':'echo','_meta':{}}|2026-07-28|tools/call|echo|400|-32602",
                "{'name':'echo','_meta':5}|2026-07-28|tools/call|echo|400|-32602",
                "{'name':'echo','_meta':{'V':'2026-07-28'}}|2026-07-28|tools/call|echo|400|-32602",
                "{'name':'echo','_meta':{'V':20260728,'C':{}}}|2026-07-28|tools/call|echo|400|-32602",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':[]}}|2026-07-28|tools/call|echo|400|-32602",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{},'L':'loud'}}|2026-07-28|tools/call|echo|400|-32602",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{},'progressToken':{}}}|2026-07-28|tools/call|echo|400|-32602",
                // before the headers
                "{'name':'echo','_meta':{'V':'2026-07-28'}}|2025-06-18|x|y|400|-32602",
                // version and method agree
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2025-06-18|tools/call|echo|400|-32020",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2026-07-29|tools/call|echo|400|-32020",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2026-07-28|tools/list|echo|400|-32020",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2026-07-28|Tools/Call|echo|400|-32020",
                "{'name':'echo','_meta':{'V':'2025-11-25','C':{}}}|2026-07-28|tools/call|echo|400|-32020",
                // version supported, before what is missing
                "{'name':'echo','_meta':{'V':'2025-11-25','C':{}}}|2025-11-25|tools/call|echo|400|-32022",
                "{'name':'echo','_meta':{'V':'2027-01-01','C':{}}}|2027-01-01|tools/call|echo|400|-32022",
                "{'name':'echo','_meta':{'V':'','C':{}}}||tools/call|echo|400|-32022",
                // what is missing
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}||tools/call|echo|400|-32020",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2026-07-28||echo|400|-32020",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2026-07-28|tools/call||400|-32020",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2026-07-28|tools/call|Echo|400|-32020",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2026-07-28|tools/call|=?base64?ZWNobw?=|400|-32020",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2026-07-28|tools/call|=?base64?ZWNo*w==?=|400|-32020",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2026-07-28|tools/call|=?BASE64?ZWNobw==?=|400|-32020",
                "{'name':'echo','_meta':{'V':'2026-07-28','C':{}}}|2026-07-28|tools/call|=?base64?ZWNobw==|400|-32020"
            })
    void requestsThatBreakARule(String params, String version, String method, String name, int status, int code) {
        String full = params.replace("'V'", "'io.modelcontextprotocol/protocolVersion'")
                .replace("'C'", "'io.modelcontextprotocol/clientCapabilities'")
                .replace("'L'", "'io.modelcontextprotocol/logLevel'");
        List<String> headers = new ArrayList<>();
        add(headers, "MCP-Protocol-Version", version);
        add(headers, "Mcp-Method", method);
        add(headers, "Mcp-Name", name);

        HttpResponse<String> response = post(
                "{'jsonrpc':'2.0','id':'x-1','method':'tools/call','params':" + full + "}",
                headers.toArray(String[]::new));

        isError(response, status, code, Json.object().textNode("x-1"));
    }

    @Test
    void theReferenceSaysWhatBreaksARule() {
        Map<String, ObjectNode> cases = new LinkedHashMap<>();
        cases.put(
                "envelope that is not complete", json("{'method':'tools/list','params':{'_meta':{'V':'2026-07-28'}}}"));
        cases.put("header that disagrees", json("{'method':'prompts/list','params':{" + META + "}}"));
        cases.put(
                "version that is not spoken",
                json("{'version':'2027-01-01','method':'tools/list','params':{"
                        + META.replace("2026-07-28", "2027-01-01") + "}}"));
        cases.put("method that there is not", json("{'header':'no/such','method':'no/such','params':{" + META + "}}"));
        List<List<String>> rows = new ArrayList<>();
        cases.forEach((name, given) -> {
            ObjectNode message = json("{'jsonrpc':'2.0','id':1}");
            message.set("method", given.get("method"));
            message.set(
                    "params",
                    json(Json.text(given.get("params"))
                            .replace("\"V\"", "\"io.modelcontextprotocol/protocolVersion\"")));
            HttpResponse<String> response = post(
                    Json.text(message),
                    "MCP-Protocol-Version",
                    given.path("version").asText("2026-07-28"),
                    "Mcp-Method",
                    given.path("header").asText("tools/list"));
            rows.add(List.of(
                    name,
                    Integer.toString(response.statusCode()),
                    McpGateway.json(response).at("/error/code").asText()));
        });
        gateway.run = call -> CompletableFuture.failedFuture(McpErrorException.inBand(-32601, "no", null));
        HttpResponse<String> ofServer = gateway.call("prompts/get", "{'name':'p'}", "{}");
        rows.add(List.of("error that a server answers", Integer.toString(ofServer.statusCode()), "its own"));
        new ReferenceTable("reference/mcp-paths.md", "modern errors").mustBe(rows);
    }

    private static void add(List<String> headers, String name, String value) {
        if (value != null) {
            headers.addAll(List.of(name, value));
        }
    }

    @Test
    void anUnsupportedVersionIsToldWhatIsSupported() {
        HttpResponse<String> response = post(
                "{'jsonrpc':'2.0','id':1,'method':'server/discover','params':" + "{"
                        + META.replace("2026-07-28", "2027-01-01") + "}}",
                "MCP-Protocol-Version",
                "2027-01-01",
                "Mcp-Method",
                "server/discover");

        assertThat(McpGateway.json(response).path("error").path("data"))
                .isEqualTo(json("{'supported':['2026-07-28'],'requested':'2027-01-01'}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "initialize",
                "ping",
                "logging/setLevel",
                "resources/subscribe",
                "resources/unsubscribe",
                "tasks/get",
                "no/such/method",
                "tools/List",
                ""
            })
    void methodsThatThisVersionDoesNotHaveAreNotFound(String method) {
        ObjectNode message = message(Json.object().numberNode(5), method, "{}", "{}");

        isError(gateway.send(message), 404, -32601, Json.object().numberNode(5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"null", "{}", "[1]", "true"})
    void idsThatAreNoneAreRefusedWithoutBeingEchoed(String id) {
        HttpResponse<String> response = post(
                "{'jsonrpc':'2.0','id':" + id + ",'method':'tools/list','params':{" + META + "}}",
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/list");

        isError(response, 400, -32600, Json.object().nullNode());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-1", "9007199254740993", "123456789012345678901234567890", "''", "'a\\u0000b'", "'7'"})
    void anyIdComesBackAsItIs(String id) {
        HttpResponse<String> response = post(
                "{'jsonrpc':'2.0','id':" + id + ",'method':'tools/list','params':{" + META + "}}",
                "MCP-Protocol-Version",
                "2026-07-28",
                "Mcp-Method",
                "tools/list");

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).contains("\"id\":" + id.replace('\'', '"') + ",");
    }

    @ParameterizedTest
    @CsvSource({"2026-07-28", "2025-06-18"})
    void notificationsAreAccepted(String header) {
        HttpResponse<String> response = post(
                "{'jsonrpc':'2.0','method':'notifications/cancelled','params':{" + META + ",'requestId':1}}",
                "MCP-Protocol-Version",
                header);

        assertThat(response.statusCode()).isEqualTo(202);
        assertThat(response.body()).isEmpty();
    }

    @Test
    void aHeaderWithoutTheClaimIsNotTakenForTheLegacyEra() {
        HttpResponse<String> response =
                post("{'jsonrpc':'2.0','id':1,'method':'tools/list'}", "MCP-Protocol-Version", "2026-07-28");

        isError(response, 400, -32602, Json.object().numberNode(1));
        assertThat(response.body()).contains("protocolVersion").contains("clientCapabilities");
    }

    @Test
    void aSessionIsIgnored() {
        ObjectNode message = message(Json.object().numberNode(1), "tools/list", "{}", "{}");
        List<String> headers = headers(message);
        headers.addAll(List.of("Mcp-Session-Id", "x", "Last-Event-ID", "1"));

        HttpResponse<String> response = gateway.http
                .sending(gateway.request(Json.text(message), headers, "right"))
                .join();

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("mcp-session-id")).isEmpty();
    }

    @Test
    void batchesOfThisVersionAreRefused() {
        HttpResponse<String> response =
                post("[{'jsonrpc':'2.0','id':1,'method':'tools/list','params':{" + META + "}}]");

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(McpGateway.json(response).path("error").path("code").asInt()).isEqualTo(-32600);
    }

    @ParameterizedTest
    @CsvSource({"' echo '", "'=?base64?ZWNobw==?='", "'\techo'"})
    void namesAreCompared(String header) {
        ObjectNode message = message(Json.object().numberNode(1), "tools/call", "{'name':'echo'}", "{}");

        HttpResponse<String> response = gateway.http
                .sending(gateway.request(
                        Json.text(message),
                        List.of("mcp-protocol-version", " 2026-07-28 ", "MCP-METHOD", "tools/call", "mcp-name", header),
                        "right"))
                .join();

        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'where':'eu'}|eu|||200",
                "{'where':'ä'}|=?base64?w6Q=?=|||200",
                "{'where':'eu'}||||400",
                "{'where':'eu'}|us|||400",
                "{'where':'eu'}|=?base64?ZXU?=|||400",
                "{'where':null}||||200",
                "{}||||200",
                "{}|=?base64?ZXU?=|||400",
                "{'n':42}||42.0||200",
                "{'n':42}||43||400",
                "{'n':42}||||400",
                "{'n':'x'}||||200",
                "{}|||anything|200"
            })
    void argumentsInHeadersAreCompared(String arguments, String where, String n, String unknown, int status) {
        ObjectNode message = message(
                Json.object().numberNode(3), "tools/call", "{'name':'region','arguments':" + arguments + "}", "{}");
        List<String> headers = headers(message);
        add(headers, "mcp-param-where", where);
        add(headers, "Mcp-Param-N", n);
        add(headers, "Mcp-Param-Other", unknown);

        HttpResponse<String> response = gateway.http
                .sending(gateway.request(Json.text(message), headers, "right"))
                .join();

        if (status == 200) {
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        } else {
            isError(response, status, -32020, Json.object().numberNode(3));
        }
    }

    @Test
    void jsonAloneIsAcceptable() {
        ObjectNode message = message(Json.object().numberNode(1), "tools/list", "{}", "{}");

        HttpResponse<String> response = gateway.http
                .sending(gateway.request(Json.text(message), headers(message), "right")
                        .setHeader("accept", "application/json"))
                .join();

        assertThat(response.statusCode()).isEqualTo(200);
    }

    @Test
    @ChangesBehaviour("mehari.mcp.modern.cache.ttl")
    @ChangesBehaviour("mehari.mcp.modern.cache.scope")
    void whatClientsMayKeepCanBeSet() throws Exception {
        McpModernSettings defaults = McpModernSettings.DEFAULTS;
        McpModernSettings.Cache minute =
                new McpModernSettings.Cache(Duration.ofMinutes(1), McpModernSettings.Scope.PRIVATE);
        try (ModernGateway keeping =
                new ModernGateway(new McpModernSettings(400, "", minute, defaults.parking(), defaults.listen()))) {
            JsonNode result =
                    McpGateway.json(keeping.call("server/discover", "{}", "{}")).path("result");

            assertThat(result.path("ttlMs").asInt()).isEqualTo(60_000);
            assertThat(result.path("cacheScope").asText()).isEqualTo("private");
        }
    }

    @Test
    void discoveryTellsWhatIsServed() {
        HttpResponse<String> response = gateway.call("server/discover", "{}", "{}");

        assertThat(McpGateway.json(response).path("result"))
                .isEqualTo(json("{'resultType':'complete','supportedVersions':['2026-07-28'],"
                        + "'capabilities':{'tools':{'listChanged':true},'resources':{'subscribe':true,'listChanged':true}},"
                        + "'instructions':'Use it.','ttlMs':0,'cacheScope':'public',"
                        + "'_meta':{'io.modelcontextprotocol/serverInfo':{'name':'mehari','version':'1.0'}}}"));
    }

    @ParameterizedTest
    @CsvSource({
        "tools/list, true", "prompts/list, true", "resources/list, true", "resources/templates/list, true",
        "resources/read, true", "tools/call, false", "prompts/get, false", "completion/complete, false"
    })
    void resultsAreStamped(String method, boolean cacheable) {
        gateway.run = call -> ModernGateway.done(json(
                "{'x':9007199254740993,'_meta':{'own':1,'io.modelcontextprotocol/serverInfo':{'name':'upstream'}}}"));
        String params = method.equals("resources/read") ? "{'uri':'memo:x'}" : "{'name':'echo'}";

        JsonNode result = McpGateway.json(gateway.call(method, params, "{}")).path("result");

        ObjectNode expected = json("{'resultType':'complete','x':9007199254740993}");
        if (cacheable) {
            expected.put("ttlMs", 0).put("cacheScope", "public");
        }
        expected.set("_meta", json("{'own':1,'io.modelcontextprotocol/serverInfo':{'name':'mehari','version':'1.0'}}"));
        assertThat(result.toString()).isEqualTo(expected.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "-32002, resources/read, 200, -32602",
        "-32601, prompts/get, 200, -32601",
        "-32020, tools/call, 200, -32603",
        "-32021, tools/call, 200, -32603",
        "-32022, tools/call, 200, -32603",
        "-32042, tools/call, 200, -32603",
        "-32000, tools/call, 200, -32000",
        "-32602, tools/call, 200, -32602",
        "1429, tools/call, 200, 1429"
    })
    void errorsOfServersAreToldInThisEra(int code, String method, int status, int told) {
        gateway.run = call -> CompletableFuture.failedFuture(McpErrorException.inBand(code, "no", null));
        String params = method.equals("resources/read") ? "{'uri':'memo:x'}" : "{'name':'echo'}";

        HttpResponse<String> response = gateway.call(method, params, "{}");

        gateway.calls.clear();
        isError(response, status, told, Json.object().numberNode(7));
        if (code == -32002) {
            assertThat(McpGateway.json(response).path("error").path("data")).isEqualTo(json("{'uri':'memo:x'}"));
        }
    }

    @Test
    void whatFailsInTheGatewayIsToldWithoutDetails() {
        gateway.run = call -> CompletableFuture.failedFuture(new IllegalStateException("secret"));

        HttpResponse<String> response = gateway.call("tools/call", "{'name':'echo'}", "{}");

        gateway.calls.clear();
        isError(response, 200, -32603, Json.object().numberNode(7));
        assertThat(response.body()).doesNotContain("secret");
    }

    @Test
    void serversDoNotGetWhatBelongsBetweenClientAndGateway() {
        gateway.call(
                "prompts/get",
                "{'name':'p','arguments':{'a':'1'},'inputResponses':{},'_meta':{'own':1,'progressToken':5,"
                        + "'traceparent':'00-1-2-01'}}",
                "{}");

        assertThat(gateway.calls.get(0).params())
                .isEqualTo(json("{'name':'p','arguments':{'a':'1'},'_meta':{'own':1,'traceparent':'00-1-2-01'}}"));
    }

    @Test
    void aMessageOfGreatDepthIsRefused() {
        HttpResponse<String> response = post("{'a':".repeat(100_000) + "1" + "}".repeat(100_000));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(McpGateway.json(response).path("error").path("code").asInt()).isEqualTo(-32700);
    }
}
