package io.mehari.upstream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.upstream.ServerRequestHandler;
import io.mehari.upstream.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ServerRequestsTest {
    private final ServerRequests declining = requests(ServerRequestHandler.NONE);

    @Test
    void declaresNothingWhereNobodyAnswers() {
        assertThat(declining.capabilities()).isEmpty();
    }

    @Test
    void answersPingAndCountsItNot() {
        assertThat(ask(declining, "ping").path("result")).isEqualTo(Json.object());
        assertThat(declining.declined()).isEmpty();
    }

    @Test
    void declinesAQuestionToTheUser() {
        ObjectNode answer = ask(declining, "elicitation/create");
        assertThat(answer.path("id").asInt()).isEqualTo(7);
        assertThat(answer.at("/result/action").asText()).isEqualTo("decline");
        assertThat(answer.path("result")).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"sampling/createMessage", "roots/list", "made/up"})
    void doesNotKnowWhatItDidNotDeclare(String method) {
        ObjectNode answer = ask(declining, method);
        assertThat(answer.path("id").asInt()).isEqualTo(7);
        assertThat(answer.at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(answer.at("/error/message").asText()).contains(method);
    }

    @Test
    void aFloodIsLeftUnansweredAndTheNextSecondIsNot() {
        ManualTimer time = new ManualTimer();
        ServerRequests flooded = new ServerRequests(
                new FakeUpstream("files"), ServerRequestHandler.NONE, time, ByteBudget.unlimited(), time::nanoTime);
        for (int i = 0; i < MessageRate.MOST; i++) {
            assertThat(ask(flooded, "ping")).isNotNull();
        }
        assertThat(ask(flooded, "ping")).isNull();
        assertThat(ask(flooded, "roots/list")).isNull();
        time.advance(Duration.ofSeconds(1));
        assertThat(ask(flooded, "ping")).isNotNull();
    }

    @Test
    void countsEachMethod() {
        ask(declining, "roots/list");
        ask(declining, "roots/list");
        ask(declining, "elicitation/create");
        assertThat(declining.declined()).containsEntry("roots/list", 2L).containsEntry("elicitation/create", 1L);
    }

    @Test
    void namesThatAServerMakesUpAreBoundedAndPrintable() {
        for (int i = 0; i < 1_000; i++) {
            ask(declining, "made/up\n" + i + "x".repeat(1_000));
        }
        assertThat(declining.declined()).hasSizeLessThanOrEqualTo(101);
        assertThat(declining.declined().keySet()).allMatch(name -> name.length() <= 100 && !name.contains("\n"));
        assertThat(declining.declined().values().stream()
                        .mapToLong(Long::longValue)
                        .sum())
                .isEqualTo(1_000);
    }

    @Test
    void whoTakesARequestAnswersItAndDeclaresIt() {
        ServerRequests taking = requests(new Roots());
        assertThat(taking.capabilities().has("roots")).isTrue();
        assertThat(ask(taking, "roots/list").at("/result/roots/0/uri").asText()).isEqualTo("file:///files");
        assertThat(ask(taking, "sampling/createMessage").at("/error/code").asInt())
                .isEqualTo(-32601);
        assertThat(taking.declined()).containsOnlyKeys("sampling/createMessage");
    }

    @Test
    void aDefectOfTheHandlerLeaksNothing() {
        for (CompletableFuture<ObjectNode> broken : List.of(
                CompletableFuture.<ObjectNode>failedFuture(new IllegalStateException("secret")),
                new CompletableFuture<ObjectNode>())) {
            ServerRequests taking = requests((upstream, method, params) -> {
                if (broken.isDone()) {
                    return Optional.of(broken);
                }
                throw new IllegalStateException("secret");
            });
            ObjectNode answer = ask(taking, "roots/list");
            assertThat(answer.at("/error/code").asInt()).isEqualTo(-32603);
            assertThat(answer.toString()).doesNotContain("secret");
        }
    }

    @Test
    void requestsOpenAtTheSameTimeAreBounded() {
        List<CompletableFuture<ObjectNode>> open = new ArrayList<>();
        ServerRequests taking = requests((upstream, method, params) -> {
            open.add(new CompletableFuture<>());
            return Optional.of(open.get(open.size() - 1));
        });
        for (int i = 0; i < 100; i++) {
            assertThat(taking.answer(request("roots/list"), null)).isNotDone();
        }
        assertThat(ask(taking, "roots/list").at("/error/code").asInt()).isEqualTo(-32603);
        open.get(0).complete(Json.object());
        assertThat(taking.answer(request("roots/list"), null)).isNotDone();
    }

    private static ServerRequests requests(ServerRequestHandler handler) {
        return new ServerRequests(new FakeUpstream("files"), handler, new ManualTimer(), ByteBudget.unlimited());
    }

    private static ObjectNode ask(ServerRequests requests, String method) {
        return requests.answer(request(method), null).join();
    }

    private static JsonRpcMessage request(String method) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0").put("method", method);
        message.set("id", IntNode.valueOf(7));
        return JsonRpcMessage.of(message);
    }

    /** Somebody who has roots. */
    private static final class Roots implements ServerRequestHandler {
        @Override
        public Optional<CompletableFuture<ObjectNode>> answer(Upstream upstream, String method, ObjectNode params) {
            if (!method.equals("roots/list")) {
                return Optional.empty();
            }
            ObjectNode result = Json.object();
            result.putArray("roots").addObject().put("uri", "file:///" + upstream.name());
            return Optional.of(CompletableFuture.completedFuture(result));
        }

        @Override
        public ObjectNode capabilities() {
            ObjectNode capabilities = Json.object();
            capabilities.putObject("roots");
            return capabilities;
        }
    }
}
