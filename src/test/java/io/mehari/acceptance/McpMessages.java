package io.mehari.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import io.mehari.support.PlainClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;

/** What clients of both eras of MCP send to {@code /mcp}, and what they make of the answers. Quotes of what is sent may be single. */
final class McpMessages {
    /** Begins a session of a client that can be asked. */
    static final String INITIALIZE =
            "{'jsonrpc':'2.0','id':1,'method':'initialize','params':{'protocolVersion':'2025-06-18',"
                    + "'capabilities':{'elicitation':{}},'clientInfo':{'name':'test','version':'1'}}}";

    private McpMessages() {}

    /** A request to be sent. */
    static HttpRequest.Builder request(PlainClient to, String message, String... headers) {
        HttpRequest.Builder request = to.request("/mcp")
                .header("Content-Type", "application/json")
                .header("Accept", "application/json, text/event-stream")
                .POST(BodyPublishers.ofString(message.replace('\'', '"')));
        return headers.length == 0 ? request : request.headers(headers);
    }

    /** The reply to a message. */
    static HttpResponse<String> sent(PlainClient to, String message, String... headers) {
        return to.send(request(to, message, headers));
    }

    /** The id of a session that begins. */
    static String begun(PlainClient to) {
        HttpResponse<String> answer = sent(to, INITIALIZE);
        return answer.headers().firstValue("mcp-session-id").orElseThrow(() -> new AssertionError(answer.body()));
    }

    /** A call of the modern era by a client that can be asked. */
    static String modern(String tool, String params) {
        return "{'jsonrpc':'2.0','id':3,'method':'tools/call','params':{'name':'" + tool + "'" + params
                + ",'_meta':{'io.modelcontextprotocol/protocolVersion':'2026-07-28',"
                + "'io.modelcontextprotocol/clientCapabilities':{'elicitation':{'form':{}}}}}}";
    }

    /** The headers that go with {@link #modern}. */
    static String[] modernHeaders(String tool) {
        return new String[] {"MCP-Protocol-Version", "2026-07-28", "Mcp-Method", "tools/call", "Mcp-Name", tool};
    }

    /** The params by which a call that asks {@code Ann} for her name is made once more with her answer. */
    static String retried(JsonNode asked) {
        String question = asked.at("/result/inputRequests").fieldNames().next();
        return ",'requestState':'" + asked.at("/result/requestState").asText() + "','inputResponses':{'" + question
                + "':{'action':'accept','content':{'name':'Ann'}}}";
    }

    /** The answer to the question of a server, in the legacy era. */
    static String told(JsonNode question) {
        return "{'jsonrpc':'2.0','id':" + question.path("id")
                + ",'result':{'action':'accept','content':{'name':'Ann'}}}";
    }

    /** JSON, or the last answer of an event stream. */
    static JsonNode message(String body) {
        return json(
                body.startsWith("{")
                        ? body
                        : body.lines()
                                .filter(line -> line.startsWith("data:") && line.contains("\"id\":"))
                                .reduce((first, last) -> last)
                                .map(line -> line.substring("data:".length()).strip())
                                .orElseThrow(() -> new AssertionError(body)));
    }

    /** JSON as a tree. */
    static JsonNode json(String text) {
        try {
            return Json.read(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }
}
