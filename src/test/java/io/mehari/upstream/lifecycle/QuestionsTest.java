package io.mehari.upstream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientErrorException;
import io.mehari.call.ClientHeaders;
import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.ServerRequestHandler;
import io.mehari.upstream.Upstream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

/** What a server asks the client of a call, and every way in which that ends. */
class QuestionsTest {
    private final ManualTimer timer = new ManualTimer();
    private final StandInConnection connection = new StandInConnection();
    private final List<CompletableFuture<ObjectNode>> asked = new ArrayList<>();
    private final PendingCall call = call(new Asked());
    private final ServerRequests requests = requests(ByteBudget.unlimited());

    @Test
    void theAnswerOfTheClientIsTheServersWithItsOwnId() {
        CompletableFuture<ObjectNode> answer = ask("elicitation/create", call);
        assertThat(answer).isNotDone();
        asked.get(0).complete(Tools.json("{'action': 'accept', 'n': 9007199254740993}"));
        assertThat(answer.join())
                .isEqualTo(Tools.json(
                        "{'jsonrpc': '2.0', 'id': 7, 'result': {'action': 'accept', 'n': 9007199254740993}}"));
        requireNothingLeft();
    }

    @Test
    void theErrorOfTheClientIsTheServersToo() {
        CompletableFuture<ObjectNode> answer = ask("sampling/createMessage", call);
        asked.get(0).completeExceptionally(new ClientErrorException(-1, "User rejected", Tools.json("{'why': 'no'}")));
        assertThat(answer.join().path("error"))
                .isEqualTo(Tools.json("{'code': -1, 'message': 'User rejected', 'data': {'why': 'no'}}"));
        requireNothingLeft();
    }

    @Test
    void nothingButQuestionsReachesTheClient() {
        assertThat(ask("made/up", call).join().at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(ask("ping", call).join().has("result")).isTrue();
        assertThat(asked).isEmpty();
    }

    @Test
    void aClientRefusesItselfWhatWasNotDeclaredForIt() {
        ServerRequests declaringNothing =
                new ServerRequests(new FakeUpstream("files"), ServerRequestHandler.NONE, timer, ByteBudget.unlimited());
        CompletableFuture<ObjectNode> answer = declaringNothing.answer(request("sampling/createMessage"), call);
        asked.get(0).completeExceptionally(ClientErrorException.notOffered("sampling/createMessage"));
        assertThat(answer.join().at("/error/code").asInt()).isEqualTo(-32601);
        assertThat(declaringNothing.declined()).containsEntry("sampling/createMessage", 1L);
        assertThat(declaringNothing
                        .answer(request("elicitation/create"), call(Client.NONE))
                        .join()
                        .at("/result/action")
                        .asText())
                .isEqualTo("decline");
        assertThat(asked).hasSize(1);
    }

    @Test
    void theOperatorMayHaveCapabilitiesDeclaredThatNobodyHas() {
        FakeUpstream files =
                new FakeUpstream(Tools.settings("files").withClientCapabilities(Set.of("elicitation", "roots")));
        ServerRequests declaring = new ServerRequests(files, ServerRequestHandler.NONE, timer, ByteBudget.unlimited());
        assertThat(declaring.capabilities()).isEqualTo(Tools.json("{'elicitation': {}, 'roots': {}}"));
        assertThat(declaring.answer(request("roots/list"), null).join().path("result"))
                .isEqualTo(Tools.json("{'roots': []}"));
    }

    @Test
    void nobodyAnswersForEver() throws Exception {
        sent();
        CompletableFuture<ObjectNode> answer = ask("elicitation/create", call);
        timer.advance(Duration.ofMinutes(10).minusMillis(1));
        assertThat(answer).isNotDone();
        timer.advance(Duration.ofMillis(1));
        assertThat(answer.join().at("/error/message").asText()).contains("600 s");
        assertThat(asked.get(0)).isCancelled();
        assertThat(connection.told).as("notifications/cancelled").hasSize(1);
        try {
            throw new AssertionError(call.result().get());
        } catch (ExecutionException e) {
            var failed = ((ToolCallException) e.getCause()).result();
            assertThat(failed.outcome()).isEqualTo(Outcome.OUTCOME_UNKNOWN);
            assertThat(failed.upstreamDown())
                    .as("counted by the breaker, sent again")
                    .isFalse();
            assertThat(failed.message()).contains("elicitation/create", "600 s", "may have had an effect");
        }
        requireNothingLeft();
    }

    @Test
    void theEndOfTheCallEndsItsQuestions() {
        sent();
        CompletableFuture<ObjectNode> answer = ask("elicitation/create", call);
        call.answered(JsonRpcMessage.of((ObjectNode) JsonRpcMessage.response(IntNode.valueOf(1), Json.object())));
        assertThat(answer.join().path("error").path("code").asInt()).isEqualTo(-32603);
        assertThat(asked.get(0)).isCancelled();
        assertThat(ask("elicitation/create", call)
                        .join()
                        .path("error")
                        .path("message")
                        .asText())
                .contains("has ended");
        assertThat(asked).as("asked after the end").hasSize(1);
        requireNothingLeft();
    }

    @Test
    void theCallThatIsCancelledCancelsItsQuestionFirst() {
        sent();
        CompletableFuture<ObjectNode> answer = ask("elicitation/create", call);
        answer.thenRun(
                () -> assertThat(connection.told).as("the answer goes first").isEmpty());
        call.cancel("no one is waiting");
        assertThat(answer).isCompleted();
        assertThat(connection.told).hasSize(1);
        assertThat(asked.get(0)).isCancelled();
    }

    @Test
    void theServerMayWithdrawIt() {
        CompletableFuture<ObjectNode> answer = ask("elicitation/create", call);
        requests.open().withdrawn(IntNode.valueOf(8));
        assertThat(answer).isNotDone();
        requests.open().withdrawn(IntNode.valueOf(7));
        assertThat(answer).isCompletedWithValue(null);
        assertThat(asked.get(0)).isCancelled();
        requireNothingLeft();
    }

    @Test
    void theEndOfTheConnectionLeavesThemUnanswered() {
        CompletableFuture<ObjectNode> answer = ask("roots/list", null);
        assertThat(answer).isNotDone();
        requests.open().endAll();
        assertThat(answer).isCompletedWithValue(null);
        requireNothingLeft();
    }

    @Test
    void questionsAreBoundedInNumberAndMemory() {
        for (int i = 0; i < OpenQuestions.MOST; i++) {
            assertThat(ask("elicitation/create", call)).isNotDone();
        }
        assertThat(ask("elicitation/create", call).join().at("/error/message").asText())
                .contains("too many");
        ServerRequests poor = requests(new ByteBudget(10_000));
        ObjectNode large = request("sampling/createMessage").tree();
        large.putObject("params").put("text", "x".repeat(9_000));
        CompletableFuture<ObjectNode> first = poor.answer(JsonRpcMessage.of(large), call);
        assertThat(first).isNotDone();
        assertThat(poor.answer(JsonRpcMessage.of(large), call)
                        .join()
                        .at("/error/message")
                        .asText())
                .contains("mehari.memory.max-held");
        asked.get(asked.size() - 1).complete(Json.object());
        assertThat(poor.answer(JsonRpcMessage.of(large), call))
                .as("the memory came back")
                .isNotDone();
    }

    @Test
    void aDefectOfTheClientLeaksNothing() {
        CompletableFuture<ObjectNode> answer = ask("elicitation/create", call);
        asked.get(0).completeExceptionally(new IllegalStateException("secret"));
        assertThat(answer.join().toString()).contains("-32603").doesNotContain("secret");
        requireNothingLeft();
    }

    @Test
    void callsWaitForTheAnswersToWhatIsAskedOutsideOfCalls() {
        assertThat(requests.open().settled(Duration.ofSeconds(5))).isCompleted();
        ask("elicitation/create", call);
        assertThat(requests.open().settled(Duration.ofSeconds(5)))
                .as("belongs to a call")
                .isCompleted();
        ask("roots/list", null);
        CompletableFuture<Void> settled = requests.open().settled(Duration.ofSeconds(5));
        assertThat(settled).isNotDone();
        asked.get(1).complete(Json.object());
        assertThat(settled).isCompleted();
        ask("roots/list", null);
        CompletableFuture<Void> bounded = requests.open().settled(Duration.ofSeconds(5));
        timer.advance(Duration.ofSeconds(5));
        assertThat(bounded).isCompleted();
    }

    private void sent() {
        call.enqueue(connection);
        call.claim();
    }

    private void requireNothingLeft() {
        assertThat(requests.open().size()).isZero();
        assertThat(timer.pending()).as("clocks left behind").isZero();
    }

    private CompletableFuture<ObjectNode> ask(String method, PendingCall of) {
        return requests.answer(request(method), of);
    }

    private static JsonRpcMessage request(String method) {
        return JsonRpcMessage.of((ObjectNode)
                Json.object().put("jsonrpc", "2.0").put("method", method).set("id", IntNode.valueOf(7)));
    }

    private ServerRequests requests(ByteBudget budget) {
        return new ServerRequests(new FakeUpstream("files"), new Declaring(), timer, budget);
    }

    private PendingCall call(Client client) {
        return new PendingCall(
                "files", 1, "tools/call", Json.object(), ClientHeaders.NONE, progress -> {}, client, ended -> {});
    }

    /** Declares everything, and asks what belongs to no call. */
    private final class Declaring implements ServerRequestHandler {
        @Override
        public Optional<CompletableFuture<ObjectNode>> answer(Upstream upstream, String method, ObjectNode params) {
            return declares(method) ? Optional.of(new Asked().ask("files", method, params)) : Optional.empty();
        }

        @Override
        public ObjectNode capabilities() {
            return Tools.json("{'elicitation': {}, 'sampling': {}, 'roots': {}}");
        }
    }

    /** A client that answers when the test says so. */
    private final class Asked implements Client {
        @Override
        public String key() {
            return "ada";
        }

        @Override
        public ObjectNode capabilities() {
            return Json.object();
        }

        @Override
        public CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params) {
            CompletableFuture<ObjectNode> answer = new CompletableFuture<>();
            asked.add(answer);
            return answer;
        }

        @Override
        public void notified(String server, String method, ObjectNode params) {
            throw new AssertionError(method);
        }
    }
}
