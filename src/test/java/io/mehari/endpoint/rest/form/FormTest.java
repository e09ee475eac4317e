package io.mehari.endpoint.rest.form;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.Caller;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.call.ToolCallResult.InputRequired;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.call.Violation;
import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.Response;
import io.mehari.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FormTest {
    private static final McpoForm MCPO = new McpoForm(new ToolCatalog());

    private static final CallContext CONTEXT =
            new CallContext("id-1", Caller.ANONYMOUS, Instant.EPOCH, System.nanoTime());

    static Stream<Arguments> outcomes() {
        return Stream.of(
                outcome(new Success(tree("{'content':[],'x':1}"), true), 200, 200),
                outcome(
                        new ToolError(tree("{'content':[{'type':'text','text':'disk full'}],'isError':true}")),
                        500,
                        200),
                outcome(new InvalidArguments(List.of(new Violation("/a/0", "No", "type"))), 422, 422),
                outcome(Rejected.notFound("No such tool"), 404, 404),
                outcome(new Rejected(Outcome.UNAUTHENTICATED, "Key?", Optional.empty()), 401, 401),
                outcome(new Rejected(Outcome.FORBIDDEN, "Scope", Optional.empty()), 403, 403),
                outcome(
                        new Rejected(Outcome.RATE_LIMITED, "Slow down", Optional.of(Duration.ofMillis(1500))),
                        429,
                        429),
                outcome(new Rejected(Outcome.BUDGET_EXCEEDED, "Spent", Optional.empty()), 402, 402),
                outcome(new Rejected(Outcome.IDEMPOTENCY_CONFLICT, "Another call", Optional.empty()), 409, 409),
                outcome(new Rejected(Outcome.ALREADY_RUN, "Has run", Optional.empty()), 409, 409),
                outcome(new InputRequired(tree("{'inputRequests':{'a':1}}")), 409, 409),
                outcome(Failed.down("files", "Server files is restarting", Duration.ofSeconds(3)), 503, 503),
                outcome(Failed.timedOut("files", "No answer within 30 s"), 504, 504),
                upstreamError("-32602", 422),
                upstreamError("-32602.0", 422),
                upstreamError("-32601", 404),
                upstreamError("-32600", 400),
                upstreamError("-32700", 400),
                upstreamError("-32603", 502),
                upstreamError("-32000", 502),
                upstreamError("42", 502),
                upstreamError("'ENOENT'", 502),
                upstreamError("null", 502),
                outcome(Failed.badUpstream("files", "Garbage", null), 502, 502),
                outcome(Failed.outcomeUnknown("files", "The connection was lost"), 502, 502),
                outcome(Failed.cancelled("files", "The caller has left"), 499, 499),
                outcome(Failed.internal("NullPointerException at Secret.java:1"), 500, 500));
    }

    @Test
    void tableHasEveryOutcome() {
        Set<Outcome> covered =
                outcomes().map(row -> ((ToolCallResult) row.get()[0]).outcome()).collect(Collectors.toSet());

        assertThat(covered).isEqualTo(EnumSet.allOf(Outcome.class));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void hasTheStatusOfTheOutcome(ToolCallResult result, int mcpo, int envelope) {
        assertThat(MCPO.render(CONTEXT, result).status().code()).isEqualTo(mcpo);
        assertThat(EnvelopeForm.INSTANCE.render(CONTEXT, result).status().code())
                .isEqualTo(envelope);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void envelopeTellsCodeAndRequest(ToolCallResult result) throws IOException {
        JsonNode body = envelope(result);

        assertThat(body.path("request_id").asText()).isEqualTo("id-1");
        assertThat(Instant.parse(body.path("timestamp").asText())).isNotNull();
        assertThat(body.at("/performance/duration_ms").isNumber()).isTrue();
        assertThat(body.path("success").asBoolean()).isEqualTo(result instanceof Success);
        assertThat(body.has("error")).isEqualTo(!(result instanceof Success));
        if (body.has("error")) {
            assertThat(body.at("/error/code").asText())
                    .isEqualTo(result.outcome().code());
            assertThat(body.at("/error/request_id").asText()).isEqualTo("id-1");
            assertThat(body.at("/error/message").asText()).isNotEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void mcpoFormTellsCodeAndRequestOfFailures(ToolCallResult result) throws IOException {
        if (result instanceof Success || result instanceof InvalidArguments) {
            return;
        }
        assertThat(mcpo(result).at("/detail/code").asText())
                .isEqualTo(result.outcome().code());
        assertThat(mcpo(result).at("/detail/request_id").asText()).isEqualTo("id-1");
        assertThat(mcpo(result).at("/detail/message").asText()).isNotEmpty();
    }

    @Test
    void namesTheUpstreamAtFault() throws IOException {
        ToolCallResult result = Failed.timedOut("files", "No answer");

        assertThat(mcpo(result).at("/detail/upstream").asText()).isEqualTo("files");
        assertThat(envelope(result).at("/error/upstream").asText()).isEqualTo("files");
    }

    @Test
    void tellsNothingOfAnInternalFailure() throws IOException {
        ToolCallResult result = Failed.internal("NullPointerException at Secret.java:1");

        assertThat(mcpo(result).toString()).doesNotContain("Secret");
        assertThat(envelope(result).toString()).doesNotContain("Secret");
    }

    @Test
    void roundsRetryAfterUp() throws IOException {
        ToolCallResult result = new Rejected(Outcome.RATE_LIMITED, "Slow", Optional.of(Duration.ofMillis(1500)));

        assertThat(MCPO.render(CONTEXT, result).headers()).containsEntry("retry-after", "2");
        assertThat(EnvelopeForm.INSTANCE.render(CONTEXT, result).headers()).containsEntry("retry-after", "2");
        assertThat(envelope(result).at("/error/retry_after").asInt()).isEqualTo(2);
    }

    @Test
    void asksForABearerToken() {
        ToolCallResult result = new Rejected(Outcome.UNAUTHENTICATED, "Key?", Optional.empty());

        assertThat(MCPO.render(CONTEXT, result).headers()).containsEntry("www-authenticate", "Bearer");
    }

    @Test
    void envelopeKeepsTheResultUntouched() throws IOException {
        ObjectNode result = tree("{'content':[{'type':'new','x':1.10}],'ttlMs':5,'_meta':{'a':1}}");

        assertThat(envelope(new Success(result, true)).path("data")).isEqualTo(result);
        assertThat(envelope(new Success(result, true))
                        .at("/performance/cache_hit")
                        .asBoolean())
                .isTrue();
        assertThat(envelope(new ToolError(result)).path("data")).isEqualTo(result);
        assertThat(envelope(new InputRequired(result)).path("data")).isEqualTo(result);
    }

    @Test
    void envelopeListsEveryViolation() throws IOException {
        ToolCallResult result = new InvalidArguments(
                List.of(new Violation("/a/0", "No", "type"), new Violation("", "Gone", "required")));

        assertThat(envelope(result).at("/error/violations"))
                .isEqualTo(Json.read("[{\"pointer\":\"/a/0\",\"message\":\"No\",\"keyword\":\"type\"},"
                        + "{\"pointer\":\"\",\"message\":\"Gone\",\"keyword\":\"required\"}]"));
    }

    @Test
    void mcpoFormListsViolationsAsFastApiDoes() throws IOException {
        ToolCallResult result = new InvalidArguments(
                List.of(new Violation("/a/0/b~1c", "No", "type"), new Violation("", "Gone", "required")));

        assertThat(mcpo(result))
                .isEqualTo(
                        Json.read("{\"detail\":[{\"type\":\"type\",\"loc\":[\"body\",\"a\",0,\"b/c\"],\"msg\":\"No\"},"
                                + "{\"type\":\"missing\",\"loc\":[\"body\"],\"msg\":\"Field required\"}]}"));
    }

    @Test
    void mcpoFormKeepsTheContentOfAToolsError() throws IOException {
        ToolCallResult result = new ToolError(tree("{'content':[{'type':'text','text':'disk full'}],'isError':true}"));

        assertThat(mcpo(result).at("/detail/message").asText()).isEqualTo("disk full");
        assertThat(mcpo(result).at("/detail/content/0/text").asText()).isEqualTo("disk full");
    }

    static Stream<Arguments> results() {
        return Stream.of(
                Arguments.of("{'content':[]}", "[]"),
                Arguments.of("{'content':[{'type':'text','text':'hi'}]}", "'hi'"),
                Arguments.of("{'content':[{'type':'text','text':'123'}]}", "'123'"),
                Arguments.of("{'content':[{'type':'text','text':'true'}]}", "'true'"),
                Arguments.of("{'content':[{'type':'text','text':''}]}", "''"),
                Arguments.of("{'content':[{'type':'text','text':' {\\\"a\\\":1.10} '}]}", "{'a':1.10}"),
                Arguments.of("{'content':[{'type':'text','text':'[1,2]'}]}", "[1,2]"),
                Arguments.of("{'content':[{'type':'text','text':'{not json'}]}", "'{not json'"),
                Arguments.of("{'content':[{'type':'text','text':'{} tail'}]}", "'{} tail'"),
                Arguments.of("{'content':[{'type':'text','text':'a'},{'type':'text','text':'[]'}]}", "['a',[]]"),
                Arguments.of(
                        "{'content':[{'type':'image','mimeType':'image/png','data':'AA=='}]}",
                        "'data:image/png;base64,AA=='"),
                Arguments.of(
                        "{'content':[{'type':'audio','mimeType':'audio/wav','data':'AA=='}]}",
                        "'data:audio/wav;base64,AA=='"),
                Arguments.of(
                        "{'content':[{'type':'resource','resource':{'uri':'u','text':'t'}}]}",
                        "{'type':'resource','resource':{'uri':'u','text':'t'}}"),
                Arguments.of(
                        "{'content':[{'type':'resource_link','uri':'u','name':'n'}]}",
                        "{'type':'resource_link','uri':'u','name':'n'}"),
                Arguments.of("{'content':[{'type':'later','x':1}]}", "{'type':'later','x':1}"),
                Arguments.of("{'content':[{'type':'text','text':'a'}],'structuredContent':{'b':1}}", "'a'"),
                Arguments.of("{'content':[],'structuredContent':{'b':1}}", "{'b':1}"),
                Arguments.of("{'structuredContent':{'b':1}}", "{'b':1}"),
                Arguments.of("{'structuredContent':{'result':1}}", "{'result':1}"),
                Arguments.of("{'content':[],'structuredContent':null}", "[]"),
                Arguments.of("{'content':[{'type':'text','text':'a'}],'structuredContent':null}", "'a'"),
                Arguments.of("{'toolResult':7}", "{'toolResult':7}"));
    }

    @ParameterizedTest
    @MethodSource("results")
    void mcpoFormUnwrapsAndLosesNothing(String result, String expected) throws IOException {
        assertThat(mcpo(new Success(tree(result), false))).isEqualTo(Json.read(expected.replace('\'', '"')));
    }

    @Test
    void passesTextThatIsNestedTooDeepAsText() throws IOException {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", deep);

        assertThat(mcpo(new Success(result, false)).asText()).isEqualTo(deep);
    }

    @Test
    void passesTheErrorOfAServerWithCodeMessageAndData() throws IOException {
        Failed failed = Failed.upstreamError("files", "Upstream files answered with error -32602: no page", tree("""
                        {'code':-32602,'message':'no page','data':{'page':[1.10]}}"""));
        JsonNode detail = mcpo(failed).path("detail");
        assertThat(detail.path("message").asText()).isEqualTo("no page");
        assertThat(detail.path("code").asText()).isEqualTo("upstream_error");
        assertThat(detail.path("rpc_code")).isEqualTo(tree("{'c':-32602}").get("c"));
        assertThat(detail.path("data")).isEqualTo(tree("{'page':[1.10]}"));
        assertThat(detail.path("upstream").asText()).isEqualTo("files");
        assertThat(detail.path("request_id").asText()).isEqualTo("id-1");
        JsonNode envelope = envelope(failed);
        assertThat(envelope.path("success").asBoolean(true)).isFalse();
        assertThat(envelope.path("message").asText()).isEqualTo(failed.message());
        assertThat(envelope.path("error")).isEqualTo(detail);
    }

    @Test
    void anErrorOfAServerThatSaysNothingIsToldByTheGateway() throws IOException {
        Failed failed = Failed.upstreamError("files", "Upstream files answered with error 1: no message", tree("{}"));
        assertThat(mcpo(failed).at("/detail/message").asText()).isEqualTo(failed.message());
        assertThat(mcpo(failed).at("/detail/rpc_code").isNull()).isTrue();
        assertThat(mcpo(failed).path("detail").has("data")).isFalse();
    }

    private static Arguments upstreamError(String code, int status) {
        ObjectNode error = tree("{'code':" + code + ",'message':'no'}");
        return outcome(Failed.upstreamError("files", "Upstream files answered with an error", error), status, status);
    }

    private static Arguments outcome(ToolCallResult result, int mcpo, int envelope) {
        return Arguments.of(result, mcpo, envelope);
    }

    private static ObjectNode tree(String json) {
        try {
            return (ObjectNode) Json.read(json.replace('\'', '"'));
        } catch (IOException e) {
            throw new IllegalArgumentException(json, e);
        }
    }

    private static JsonNode mcpo(ToolCallResult result) throws IOException {
        return read(MCPO.render(CONTEXT, result));
    }

    private static JsonNode envelope(ToolCallResult result) throws IOException {
        return read(EnvelopeForm.INSTANCE.render(CONTEXT, result));
    }

    private static JsonNode read(Response answer) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        answer.content().writeTo(bytes);
        return Json.read(bytes.toByteArray());
    }
}
