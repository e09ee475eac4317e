package io.mehari.endpoint.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.call.Caller;
import io.mehari.call.Scope;
import io.mehari.component.websocket.CommandError;
import io.mehari.component.websocket.CommandFailedException;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RejectionReason;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.rest.BodyReader;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.support.Tools;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.EnumSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** The handlers of the REST API, asked without HTTP. */
class RestOperationsTest {
    private static final Caller OPS = new Caller("ops", EnumSet.allOf(Scope.class));

    private final RestOperations operations = new RestOperations(() -> List.of(() -> List.of(
            RestRoute.get(
                    "/api/v1/things/{name}/of/{owner}",
                    AccessLevel.MONITOR,
                    RestHandler.of((target, context) -> EnvelopeForm.INSTANCE.data(
                            context,
                            "A thing",
                            json -> json.writeTree(Json.object()
                                    .put("name", target.segments().get(3))
                                    .put("owner", target.segments().get(5))
                                    .put("limit", target.parameter("limit").orElse("none"))
                                    .put("caller", context.caller().name()))))),
            RestRoute.post(
                    "/api/v1/things",
                    AccessLevel.ADMIN,
                    (request, target, context) -> CompletableFuture.completedFuture(
                            Response.json(HttpResponseStatus.OK, json -> json.writeTree(BodyReader.object(request))))),
            RestRoute.get("/api/v1/gone", AccessLevel.MONITOR, RestHandler.of((target, context) -> {
                throw RequestRejectedException.notFound("There is no such thing");
            })),
            RestRoute.get(
                    "/api/v1/wrong",
                    AccessLevel.MONITOR,
                    (request, target, context) -> CompletableFuture.failedFuture(
                            RequestRejectedException.invalid("/limit", "limit is too large", "range"))),
            RestRoute.get(
                    "/api/v1/full",
                    AccessLevel.MONITOR,
                    (request, target, context) -> CompletableFuture.failedFuture(new CompletionException(
                            RequestRejectedException.of(RejectionReason.OVERLOADED, "no room")))),
            RestRoute.get(
                    "/api/v1/red",
                    AccessLevel.MONITOR,
                    RestHandler.of((target, context) -> Response.json(
                            HttpResponseStatus.SERVICE_UNAVAILABLE,
                            json -> json.writeRaw("{\"message\":\"red\"}")))))));

    private JsonNode run(String operation, String params) {
        return operations.run(operation, Tools.json(params), OPS).join();
    }

    @Test
    @DisplayName("S0.5: a command answers what the path answers")
    void fillsThePathAndAsksTheRestByTheQuery() {
        assertThat(run(
                        "get:/api/v1/things/{name}/of/{owner}",
                        "{'name': 'a/b c', 'owner': 'ä%', 'limit': 5, 'x': null}"))
                .isEqualTo(Tools.json("{'name': 'a/b c', 'owner': 'ä%', 'limit': '5', 'caller': 'ops'}"));
    }

    @Test
    void changesByABody() {
        assertThat(run("post:/api/v1/things", "{'a': {'b': [1.50]}}")).isEqualTo(Tools.json("{'a': {'b': [1.50]}}"));
        assertThat(run("post:/api/v1/things", "{}")).isEqualTo(Tools.json("{}"));
    }

    @Test
    void tellsWhatIsMissing() {
        refused("get:/api/v1/things/{name}/of/{owner}", "{'name': 'a'}", CommandError.INVALID_PARAMS, "owner");
        refused(
                "get:/api/v1/things/{name}/of/{owner}",
                "{'name': {}, 'owner': 'x'}",
                CommandError.INVALID_PARAMS,
                "name");
        refused("get:/api/v1/gone", "{'deep': {}}", CommandError.INVALID_PARAMS, "deep");
    }

    @Test
    void tellsRefusalsWithTheirReason() {
        refused("get:/api/v1/gone", "{}", CommandError.NOT_FOUND, "There is no such thing");
        refused("get:/api/v1/wrong", "{}", CommandError.INVALID_PARAMS, "limit is too large");
        refused("get:/api/v1/full", "{}", CommandError.BUSY, "no room");
        refused("get:/api/v1/red", "{}", CommandError.BUSY, "red");
    }

    private void refused(String operation, String params, CommandError error, String text) {
        assertThatThrownBy(() -> run(operation, params))
                .cause()
                .isInstanceOfSatisfying(CommandFailedException.class, failed -> {
                    assertThat(failed.error()).isEqualTo(error);
                    assertThat(failed).hasMessageContaining(text);
                });
    }

    @Test
    @DisplayName("S0.5: a parameter may say a part of the path, among those there are")
    void aParameterNamesThePath() {
        String any = "post:/api/v1/{kind}";
        assertThat(operations.has(any)).isTrue();
        assertThat(operations.has("post:/api/v1/{kind}/more")).isFalse();
        assertThat(run(any, "{'kind': 'things', 'a': 1}"))
                .as("the name does not go along")
                .isEqualTo(Tools.json("{'a': 1}"));
        refused(any, "{'kind': 'gone'}", CommandError.INVALID_PARAMS, "params must have kind: things");
        refused(any, "{}", CommandError.INVALID_PARAMS, "params must have kind: things");
        refused("get:/api/v1/{kind}", "{'kind': '../red'}", CommandError.INVALID_PARAMS, "kind: full, or kind: gone");
    }

    @Test
    void refusalsHaveTheirDetails() {
        assertThatThrownBy(() -> run("get:/api/v1/wrong", "{}"))
                .cause()
                .isInstanceOfSatisfying(
                        CommandFailedException.class,
                        failed -> assertThat(failed.data())
                                .contains(
                                        Tools.json(
                                                "{'violations': [{'pointer': '/limit', 'message': 'limit is too large', 'keyword': 'range'}]}")));
    }

    @Test
    void knowsWhatThereIs() {
        assertThat(operations.has("get:/api/v1/gone")).isTrue();
        assertThat(operations.has("post:/api/v1/gone")).isFalse();
        assertThat(operations.has("get:/api/v1/nothing")).isFalse();
    }
}
