package io.mehari.endpoint.mcp;

import static io.mehari.endpoint.mcp.ModernGateway.done;
import static io.mehari.endpoint.mcp.ModernGateway.json;
import static io.mehari.endpoint.mcp.ModernGateway.message;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ClientErrorException;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.method.McpCall;
import io.mehari.endpoint.mcp.modern.ParkSettings;
import io.mehari.protocol.Json;
import io.mehari.support.ChangesBehaviour;
import java.io.IOException;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers that ask something during a call of a modern client, over HTTP: {@code input_required}, retry, and every fault. */
class ModernParkingIT {
    private static final String ALL = "{'elicitation':{'form':{},'url':{}},'sampling':{},'roots':{}}";
    private static final String ELICIT = "elicitation/create";
    private static final String ACCEPT = "{'action':'accept','content':{'name':'Ann'}}";
    private static final Duration TOGETHER = Duration.ofMillis(30);

    private final List<CompletableFuture<ObjectNode>> asked = new CopyOnWriteArrayList<>();
    private ModernGateway gateway;
    private int ids = 100;

    @BeforeEach
    void start() throws Exception {
        gateway = new ModernGateway();
        gateway.run = this::asksOnce;
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private CompletableFuture<ObjectNode> ask(McpCall call, String method, String params) {
        CompletableFuture<ObjectNode> answer = call.control().client().ask("files", method, json(params));
        asked.add(answer);
        return answer;
    }

    /** The result is the answer, or the error with which it was refused. */
    private CompletableFuture<ObjectNode> asksOnce(McpCall call) {
        return ask(call, ELICIT, "{'message':'Who?','_meta':{'progressToken':1}}")
                .handle(ModernParkingIT::told);
    }

    private static ObjectNode told(ObjectNode answer, Throwable failure) {
        ObjectNode result = Json.object();
        if (failure == null) {
            return result.set("answer", answer);
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return result.put("isError", true).put("refused", cause.getMessage());
    }

    private ObjectNode tool(String more, String capabilities) {
        return message(
                Json.object().numberNode(ids++),
                "tools/call",
                "{'name':'t','arguments':{'b':1,'a':[{'y':1,'x':2}]}" + more + "}",
                capabilities);
    }

    private static ObjectNode with(ObjectNode message, String state, String responses) {
        ObjectNode params = (ObjectNode) message.path("params");
        params.put("requestState", state);
        params.set("inputResponses", json(responses));
        return message;
    }

    /** Sends a request; moves the time on until all it asks for has come together. */
    private JsonNode sent(ObjectNode message) {
        return McpGateway.json(response(message));
    }

    private HttpResponse<String> response(ObjectNode message) {
        return ended(gateway.sending(message));
    }

    private HttpResponse<String> ended(CompletableFuture<HttpResponse<String>> sending) {
        await().until(() -> {
            gateway.timer.advance(TOGETHER);
            return sending.isDone();
        });
        return sending.join();
    }

    private String state(JsonNode response) {
        assertThat(response.path("result").path("resultType").asText())
                .as(response.toString())
                .isEqualTo("input_required");
        return response.path("result").path("requestState").asText();
    }

    private static JsonNode error(JsonNode response, int code, String reason) {
        assertThat(response.path("error").path("code").asInt())
                .as(response.toString())
                .isEqualTo(code);
        assertThat(response.path("error")
                        .path("data")
                        .path("io.mehari/requestState")
                        .path("reason")
                        .asText())
                .as(response.toString())
                .isEqualTo(reason);
        return response.path("error").path("data").path("io.mehari/requestState");
    }

    @Test
    void theClientAnswersInARetry() {
        JsonNode first = sent(tool("", ALL));
        String state = state(first);
        assertThat(first.path("result").path("inputRequests"))
                .isEqualTo(json("{'input-1':{'method':'elicitation/create','params':{'message':'Who?'}}}"));
        assertThat(gateway.era.parked().of("files")).isEqualTo(1);
        assertThat(gateway.era.parked().of("other")).isZero();

        ObjectNode retry = with(tool("", ALL), state, "{'input-1':" + ACCEPT + ",'unknown':{}}");
        JsonNode second = sent(retry);

        assertThat(second.path("id")).isEqualTo(retry.path("id"));
        assertThat(second.path("result").path("resultType").asText()).isEqualTo("complete");
        assertThat(second.path("result").path("answer")).isEqualTo(json(ACCEPT));
        assertThat(gateway.calls).hasSize(1);
        assertThat(gateway.era.parked().of("files")).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'action':'decline'}", "{'action':'cancel'}"})
    void theUserMayRefuse(String answer) {
        String state = state(sent(tool("", ALL)));

        JsonNode second = sent(with(tool("", ALL), state, "{'input-1':" + answer + "}"));

        assertThat(second.path("result").path("answer")).isEqualTo(json(answer));
    }

    @Test
    void theOrderOfKeysIsOfNoMeaning() {
        String state = state(sent(tool("", ALL)));
        ObjectNode retry = message(
                Json.object().textNode("r"), "tools/call", "{'arguments':{'a':[{'x':2,'y':1}],'b':1},'name':'t'}", ALL);

        JsonNode second = sent(with(retry, state, "{'input-1':" + ACCEPT + "}"));

        assertThat(second.path("result").path("answer")).isEqualTo(json(ACCEPT));
    }

    @Test
    void questionsThatFollowEachOtherCloselyComeTogether() {
        gateway.run = call -> {
            CompletableFuture<ObjectNode> name = ask(call, ELICIT, "{'message':'Who?'}");
            CompletableFuture<ObjectNode> text = ask(call, "sampling/createMessage", "{'messages':[]}");
            CompletableFuture<ObjectNode> roots = ask(call, "roots/list", "{}");
            return CompletableFuture.allOf(name, text, roots)
                    .thenApply(all -> Json.object().put("all", true));
        };

        CompletableFuture<HttpResponse<String>> sending = gateway.sending(tool("", ALL));
        await().until(() -> asked.size() == 3);
        JsonNode first = McpGateway.json(ended(sending));
        assertThat(first.path("result").path("inputRequests"))
                .isEqualTo(json("{'input-1':{'method':'elicitation/create','params':{'message':'Who?'}},"
                        + "'input-2':{'method':'sampling/createMessage','params':{'messages':[]}},"
                        + "'input-3':{'method':'roots/list'}}"));

        JsonNode second = sent(with(tool("", ALL), state(first), "{'input-1':" + ACCEPT + "}"));
        assertThat(second.path("result").path("inputRequests").properties())
                .as("what is missing is asked again")
                .extracting(entry -> entry.getKey())
                .containsExactly("input-2", "input-3");

        JsonNode third = sent(with(
                tool("", ALL),
                state(second),
                "{'input-2':{'role':'assistant','content':{'type':'text','text':'x'},'model':'m'},"
                        + "'input-3':{'roots':[]}}"));
        assertThat(third.path("result").path("all").asBoolean()).isTrue();
    }

    @Test
    void aServerMayAskAgainAndAgain() {
        gateway.run = call -> ask(call, ELICIT, "{'message':'1'}")
                .thenCompose(one -> ask(call, ELICIT, "{'message':'2'}"))
                .thenApply(two -> Json.object().set("answer", two));

        JsonNode first = sent(tool("", ALL));
        JsonNode second = sent(with(tool("", ALL), state(first), "{'input-1':" + ACCEPT + "}"));
        assertThat(state(second)).isNotEqualTo(state(first));
        JsonNode third = sent(with(tool("", ALL), state(second), "{'input-1':" + ACCEPT + "}"));
        assertThat(third.path("result").path("inputRequests").has("input-2"))
                .as("an answer to the first question is none to the second")
                .isTrue();
        JsonNode last = sent(with(tool("", ALL), state(third), "{'input-2':{'action':'decline'}}"));

        assertThat(last.path("result").path("answer")).isEqualTo(json("{'action':'decline'}"));
    }

    @Test
    void aServerMayNameTheKeyAndBeAnsweredBeforeItAsks() {
        gateway.run = call -> ask(call, ELICIT, "{'message':'1','_meta':{'io.mehari/inputKey':'user_name'}}")
                .thenApply(one -> Json.object().set("answer", one));

        JsonNode asked = sent(tool("", ALL));
        assertThat(asked.path("result").path("inputRequests"))
                .isEqualTo(json("{'user_name':{'method':'elicitation/create','params':{'message':'1'}}}"));
        JsonNode answered = sent(tool(",'inputResponses':{'user_name':" + ACCEPT + ",'more':{}}", ALL));

        assertThat(answered.path("result").path("answer")).isEqualTo(json(ACCEPT));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5",
                "[]",
                "'x'",
                "null",
                "{'input-1':5}",
                "{'input-1':null}",
                "{'input-1':{}}",
                "{'input-1':{'action':'perhaps'}}",
                "{'input-1':{'action':'accept','content':5}}"
            })
    void answersThatAreNoneAreRefusedAndTheCallGoesOnWaiting(String responses) throws IOException {
        String state = state(sent(tool("", ALL)));
        ObjectNode retry = tool("", ALL);
        ((ObjectNode) retry.path("params")).put("requestState", state);
        ((ObjectNode) retry.path("params")).set("inputResponses", Json.read(responses.replace('\'', '"')));

        assertThat(sent(retry).path("error").path("code").asInt()).isEqualTo(-32602);

        JsonNode again = sent(with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}"));
        assertThat(again.path("result").path("answer")).isEqualTo(json(ACCEPT));
    }

    @Test
    void anAnswerThatNobodyAskedForMustBeOneAllTheSame() {
        gateway.run = call ->
                ask(call, ELICIT, "{'_meta':{'io.mehari/inputKey':'k'}}").handle(ModernParkingIT::told);

        assertThat(sent(tool(",'inputResponses':{'k':{'x':1}}", ALL))
                        .path("result")
                        .path("resultType")
                        .asText())
                .isEqualTo("input_required");
        assertThat(sent(tool(",'requestState':5", ALL))
                        .path("error")
                        .path("code")
                        .asInt())
                .isEqualTo(-32602);
    }

    @Test
    void aStateIsNoCapabilityOnTheCallOfAnotherCaller() {
        String state = state(sent(tool("", ALL)));
        ObjectNode retry = with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}");

        JsonNode foreign = McpGateway.json(ended(gateway.sending(retry, "other")));

        assertThat(error(foreign, -32602, "invalid").path("mayHaveRun").asBoolean())
                .isFalse();
        assertThat(asked.get(0)).isNotDone();
        assertThat(gateway.era.parked().of("files")).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tools/call|{'name':'t','arguments':{'b':2,'a':[{'y':1,'x':2}]}}",
                "tools/call|{'name':'u','arguments':{'b':1,'a':[{'y':1,'x':2}]}}",
                "tools/call|{'name':'t','arguments':{'b':1,'a':[{'y':1,'x':2}]},'more':1}",
                "prompts/get|{'name':'t','arguments':{'b':1,'a':[{'y':1,'x':2}]}}"
            })
    void aStateIsOfUseForItsOwnRequestOnly(String method, String params) {
        String state = state(sent(tool("", ALL)));
        ObjectNode other = message(Json.object().numberNode(1), method, params, ALL);

        error(sent(with(other, state, "{'input-1':" + ACCEPT + "}")), -32602, "invalid");

        assertThat(asked.get(0)).isNotDone();
    }

    @Test
    void statesThatWereChangedOrMadeUpAreRefused() {
        String state = state(sent(tool("", ALL)));
        char first = state.charAt(20);
        List<String> wrong = List.of(
                state + "-TAMPERED",
                state.substring(0, state.length() - 1),
                state.substring(0, 20) + (first == 'A' ? 'B' : 'A') + state.substring(21),
                "",
                "=",
                "x".repeat(100_000),
                "null");
        for (String text : wrong) {
            error(sent(with(tool("", ALL), text, "{'input-1':" + ACCEPT + "}")), -32602, "invalid");
        }
        assertThat(asked).hasSize(1);
        assertThat(asked.get(0)).isNotDone();
    }

    @Test
    void aStateIsUsedUpWithTheResult() {
        String state = state(sent(tool("", ALL)));
        sent(with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}"));

        JsonNode replayed = sent(with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}"));

        assertThat(error(replayed, -32602, "answered").path("mayHaveRun").asBoolean())
                .isTrue();
        assertThat(replayed.path("error").path("message").asText()).contains("may have run");
        assertThat(gateway.calls).hasSize(1);
    }

    @Test
    @ChangesBehaviour("mehari.mcp.modern.parking.expiry")
    void theEndOfACallThatWaitsCanBeSet() throws Exception {
        gateway.close();
        gateway = new ModernGateway(settings(new ParkSettings(3, 2, Duration.ofMinutes(2)), ""));
        gateway.run = this::asksOnce;
        state(sent(tool("", ALL)));

        gateway.timer.advance(Duration.ofSeconds(119));
        assertThat(gateway.era.parked().of("files")).isEqualTo(1);
        gateway.timer.advance(Duration.ofSeconds(1));
        assertThat(gateway.era.parked().of("files")).isZero();
    }

    @Test
    void aCallThatWaitsHasAnEnd() {
        String state = state(sent(tool("", ALL)));
        boolean[] cancelled = new boolean[1];
        gateway.calls.get(0).control().onCancel(() -> cancelled[0] = true);

        gateway.timer.advance(Duration.ofMinutes(10));

        assertThat(cancelled[0]).isTrue();
        assertThat(asked.get(0)).isCompletedExceptionally();
        assertThat(asked.get(0).handle((answer, failure) -> failure).join()).isInstanceOf(ClientErrorException.class);
        assertThat(gateway.era.parked().of("files")).isZero();
        JsonNode late = sent(with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}"));
        assertThat(error(late, -32602, "expired").path("mayHaveRun").asBoolean())
                .isTrue();
        assertThat(late.path("error").path("message").asText())
                .contains("cancelled")
                .contains("may have run");
    }

    @Test
    @ChangesBehaviour("mehari.mcp.modern.parking.max")
    @ChangesBehaviour("mehari.mcp.modern.parking.max-of-caller")
    void callsThatWaitAreBounded() throws Exception {
        gateway.close();
        gateway = new ModernGateway(settings(new ParkSettings(3, 2, Duration.ofMinutes(10)), ""));
        gateway.run = this::asksOnce;

        state(sent(tool("", ALL)));
        String second = state(sent(tool("", ALL)));
        JsonNode refused = sent(tool("", ALL));
        assertThat(refused.path("result").path("refused").asText()).contains("too many calls");
        state(McpGateway.json(ended(gateway.sending(tool("", ALL), "other"))));
        JsonNode full = McpGateway.json(ended(gateway.sending(tool("", ALL), "other")));
        assertThat(full.path("result").path("refused").asText()).contains("too many calls");

        sent(with(tool("", ALL), second, "{'input-1':" + ACCEPT + "}"));
        state(sent(tool("", ALL)));
    }

    private static McpModernSettings settings(ParkSettings parking, String key) {
        McpModernSettings defaults = McpModernSettings.DEFAULTS;
        return new McpModernSettings(400, key, defaults.cache(), parking, defaults.listen());
    }

    @Test
    @ChangesBehaviour("mehari.mcp.modern.state-key")
    void aRetryThatReachesAnotherInstanceIsToldWhoseItIs() throws Exception {
        String key = "0123456789abcdef0123456789abcdef";
        try (ModernGateway one = new ModernGateway(settings(ParkSettings.DEFAULTS, key));
                ModernGateway two = new ModernGateway(settings(ParkSettings.DEFAULTS, key))) {
            gateway.close();
            gateway = one;
            gateway.run = this::asksOnce;
            String state = state(sent(tool("", ALL)));
            gateway = two;

            JsonNode detail =
                    error(sent(with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}")), -32602, "other_instance");

            assertThat(detail.path("owner").asText()).matches("[0-9a-f]{16}");
            assertThat(detail.path("mayHaveRun").asBoolean()).isTrue();
            assertThat(two.calls).isEmpty();
        }
        gateway = new ModernGateway();
    }

    @Test
    void aStateOfAnInstanceWithAnotherKeyIsUnknown() throws Exception {
        String state = state(sent(tool("", ALL)));
        gateway.close();
        gateway = new ModernGateway();

        error(sent(with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}")), -32602, "invalid");
    }

    @Test
    void ofTwoRetriesAtOnceTheLaterGetsTheResult() {
        CompletableFuture<ObjectNode> work = new CompletableFuture<>();
        gateway.run = call -> ask(call, ELICIT, "{}").thenCompose(answer -> work);
        String state = state(sent(tool("", ALL)));
        CompletableFuture<HttpResponse<String>> one =
                gateway.sending(with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}"));
        await().until(() -> asked.get(0).isDone());

        CompletableFuture<HttpResponse<String>> two =
                gateway.sending(with(tool("", ALL), state, "{'input-1':{'action':'decline'}}"));
        error(McpGateway.json(one.join()), -32602, "replaced");
        work.complete(json("{'x':1}"));

        assertThat(McpGateway.json(two.join()).path("result").path("x").asInt()).isEqualTo(1);
        assertThat(asked.get(0).join()).as("the first answer counts").isEqualTo(json(ACCEPT));
    }

    @Test
    void aResultWaitsForAClientThatIsAway() {
        gateway.run = call -> {
            ask(call, ELICIT, "{}");
            return asked.get(0).handle(ModernParkingIT::told);
        };
        String state = state(sent(tool("", ALL)));
        asked.get(0).cancel(false); // the server wants no answer any more

        JsonNode second = sent(with(tool("", ALL), state, "{}"));

        assertThat(second.path("result").path("isError").asBoolean()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"50000, true", "200000, false"})
    void resultsThatNobodyWaitsForAreKeptWithinTheMemoryThereIs(int length, boolean kept) {
        CompletableFuture<ObjectNode> work = new CompletableFuture<>();
        gateway.run = call -> {
            ask(call, ELICIT, "{}");
            return work;
        };
        String state = state(sent(tool("", ALL)));
        work.complete(Json.object().put("x", "y".repeat(length)));
        assertThat(gateway.budget.held() > 0).isEqualTo(kept);

        JsonNode second = sent(with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}"));

        assertThat(second.path("result").path("x").asText().length()).isEqualTo(kept ? length : 0);
        assertThat(second.path("error").path("message").asText().contains("has been carried out"))
                .isNotEqualTo(kept);
        await().until(() -> gateway.budget.held() == 0);
    }

    @Test
    void beforeAnyQuestionADisconnectCancels() throws Exception {
        CompletableFuture<ObjectNode> work = new CompletableFuture<>();
        gateway.run = call -> {
            call.control().onCancel(() -> work.completeExceptionally(new IllegalStateException("cancelled")));
            return work;
        };

        try (Socket client = open(tool("", ALL))) {
            await().until(() -> gateway.calls.size() == 1);
        }

        await().until(() -> gateway.calls.get(0).control().isCallerGone());
        await().until(work::isDone);
    }

    @Test
    void afterAQuestionADisconnectLetsTheCallWait() throws Exception {
        CompletableFuture<ObjectNode> work = new CompletableFuture<>();
        gateway.run = call -> ask(call, ELICIT, "{}").thenCompose(answer -> work);
        String state = state(sent(tool("", ALL)));
        int before = gateway.timer.pending();
        try (Socket client = open(with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}"))) {
            await().until(() -> asked.get(0).isDone());
        }
        await().until(() -> gateway.timer.pending() == before);
        work.complete(json("{'x':1}"));

        assertThat(gateway.calls.get(0).control().isCancelled()).isFalse();
        JsonNode again = sent(with(tool("", ALL), state, "{'input-1':" + ACCEPT + "}"));
        assertThat(again.path("result").path("x").asInt()).isEqualTo(1);
    }

    private Socket open(ObjectNode message) throws IOException {
        byte[] body = Json.bytes(message);
        StringBuilder head =
                new StringBuilder("POST /mcp HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer right\r\n");
        List<String> headers = new ArrayList<>(ModernGateway.headers(message));
        for (int i = 0; i < headers.size(); i += 2) {
            head.append(headers.get(i)).append(": ").append(headers.get(i + 1)).append("\r\n");
        }
        head.append("Content-Type: application/json\r\nContent-Length: ")
                .append(body.length)
                .append("\r\n\r\n");
        Socket socket = new Socket("127.0.0.1", gateway.http.port());
        socket.getOutputStream().write(head.toString().getBytes(StandardCharsets.ISO_8859_1));
        socket.getOutputStream().write(body);
        return socket;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|elicitation/create|{}|{'elicitation':{'form':{}}}",
                "{'elicitation':{}}|elicitation/create|{'mode':'url'}|{'elicitation':{'url':{}}}",
                "{'elicitation':{'url':{}}}|elicitation/create|{}|{'elicitation':{'form':{}}}",
                "{'elicitation':{}}|sampling/createMessage|{}|{'sampling':{}}",
                "{'sampling':{}}|sampling/createMessage|{'tools':[]}|{'sampling':{'tools':{}}}",
                "{'sampling':{}}|roots/list|{}|{'roots':{}}"
            })
    void whatTheClientDoesNotDeclareIsNotAskedButTold(
            String capabilities, String method, String params, String required) {
        gateway.run = call -> ask(call, method, params).handle(ModernParkingIT::told);

        ObjectNode message = tool("", capabilities);
        HttpResponse<String> response = response(message);

        JsonNode body = McpGateway.json(response);
        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(body.path("id")).isEqualTo(message.path("id"));
        assertThat(body.path("error").path("code").asInt()).isEqualTo(-32021);
        assertThat(body.path("error").path("data")).isEqualTo(json("{'requiredCapabilities':" + required + "}"));
    }

    @Test
    void aToolThatDoesWithoutSucceeds() {
        gateway.run = call -> ask(call, "roots/list", "{}").handle((roots, failure) -> json("{'content':[]}"));

        assertThat(sent(tool("", "{}")).path("result").has("content")).isTrue();
    }

    @Test
    @ChangesBehaviour("mehari.mcp.modern.missing-capability-status")
    void clientsThatDropTheirConnectionAt4xxGet200() throws Exception {
        gateway.close();
        McpModernSettings defaults = McpModernSettings.DEFAULTS;
        gateway = new ModernGateway(
                new McpModernSettings(200, "", defaults.cache(), defaults.parking(), defaults.listen()));
        gateway.run = this::asksOnce;

        HttpResponse<String> response = response(tool("", "{}"));

        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(McpGateway.json(response).path("error").path("code").asInt()).isEqualTo(-32021);
    }

    @Test
    void aRetryMustDeclareWhatIsStillAsked() {
        String state = state(sent(tool("", ALL)));

        HttpResponse<String> response = response(with(tool("", "{}"), state, "{}"));

        assertThat(response.statusCode()).isEqualTo(400);
        assertThat(McpGateway.json(response).path("error").path("code").asInt()).isEqualTo(-32021);
        state(sent(with(tool("", ALL), state, "{}")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|{}",
                "{'elicitation':{},'tasks':{},'extensions':{'a':{}}}|{'elicitation':{}}",
                "{'elicitation':{'url':{},'form':{'x':1},'y':{}},'sampling':{'tools':{}},'roots':{'listChanged':true}}|"
                        + "{'elicitation':{'form':{},'url':{}},'sampling':{'tools':{}},'roots':{}}"
            })
    void serversAreToldWhatCanBePassedOn(String declared, String relayed) {
        gateway.run = call -> done(Json.object());

        sent(tool("", declared));

        assertThat(gateway.calls.get(0).control().client().capabilities()).isEqualTo(json(relayed));
    }

    @Test
    void connectionsAreSharedByCallsOfOneCallerWithTheSameCapabilities() {
        gateway.run = call -> done(Json.object());
        sent(tool("", ALL));
        sent(tool(",'x':1", ALL));
        sent(tool("", "{'roots':{}}"));
        McpGateway.json(ended(gateway.sending(tool("", ALL), "other")));
        List<String> keys = gateway.calls.stream()
                .map(call -> call.control().client().key())
                .toList();

        assertThat(keys.get(0)).isEqualTo(keys.get(1)).isNotEqualTo(keys.get(2)).isNotEqualTo(keys.get(3));
        assertThat(keys.get(2)).isNotEqualTo(keys.get(3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"tools/list", "completion/complete"})
    void otherMethodsAskNothing(String method) {
        sent(message(Json.object().numberNode(1), method, "{}", ALL));

        assertThat(gateway.calls.get(0).control().client().isAsked()).isFalse();
        assertThat(asked.get(0)).isCompletedExceptionally();
    }

    @Test
    void addressesThatTheUserMustVisitAreAskedForAndTheCallIsMadeAgain() {
        gateway.run = call -> gateway.calls.size() > 1
                ? done(json("{'x':1}"))
                : CompletableFuture.failedFuture(
                        McpErrorException.inBand(
                                -32042,
                                "visit",
                                json(
                                        "{'elicitations':[{'mode':'url','elicitationId':'e','url':'https://x.example','message':'m'}]}")));

        JsonNode first = sent(tool("", ALL));
        assertThat(first.path("result").path("inputRequests"))
                .isEqualTo(json("{'url-1':{'method':'elicitation/create',"
                        + "'params':{'mode':'url','url':'https://x.example','message':'m'}}}"));
        JsonNode declined = sent(with(tool("", ALL), state(first), "{'url-1':{'action':'decline'}}"));
        assertThat(declined.path("error").path("code").asInt()).isEqualTo(-32602);
        assertThat(gateway.calls).hasSize(1);
        JsonNode second = sent(with(tool("", ALL), state(first), "{'url-1':{'action':'accept'}}"));

        assertThat(second.path("result").path("x").asInt()).isEqualTo(1);
    }

    @Test
    void theEndOfTheGatewayEndsCallsThatWait() {
        state(sent(tool("", ALL)));

        gateway.era.close();

        assertThat(asked.get(0)).isCompletedExceptionally();
        assertThat(gateway.calls.get(0).control().isCancelled()).isTrue();
    }

    @Test
    void progressAndLogMessagesComeOnTheResponse() {
        CompletableFuture<ObjectNode> work = new CompletableFuture<>();
        gateway.run = call -> {
            for (String progress : List.of("1", "3", "2", "3", "'x'", "3.5")) {
                call.control().progressed(json("{'progressToken':9,'progress':" + progress + ",'message':'m'}"));
            }
            for (String level : List.of("debug", "warning", "error", "loud")) {
                call.control()
                        .client()
                        .notified("files", "notifications/message", json("{'level':'" + level + "','data':1}"));
            }
            call.control().client().notified("files", "notifications/elicitation/complete", Json.object());
            return work;
        };
        ObjectNode message = tool(",'_meta':{'progressToken':'p','io.modelcontextprotocol/logLevel':'warning'}", ALL);

        CompletableFuture<HttpResponse<String>> sending = gateway.sending(message);
        await().until(() -> work.getNumberOfDependents() > 0); // everything has been told, and the result is waited for
        work.complete(json("{'x':1}"));
        gateway.calls.get(0).control().progressed(json("{'progress':100}"));
        HttpResponse<String> response = sending.join();

        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream");
        assertThat(response.headers().firstValue("x-accel-buffering")).hasValue("no");
        assertThat(events(response))
                .containsExactly(
                        "{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':'p','progress':1,'message':'m'}}",
                        "{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':'p','progress':3,'message':'m'}}",
                        "{'jsonrpc':'2.0','method':'notifications/progress','params':{'progressToken':'p','progress':3.5,'message':'m'}}",
                        "{'jsonrpc':'2.0','method':'notifications/message','params':{'level':'warning','data':1}}",
                        "{'jsonrpc':'2.0','method':'notifications/message','params':{'level':'error','data':1}}",
                        "{'jsonrpc':'2.0','id':" + message.path("id")
                                + ",'result':{'resultType':'complete','x':1,'_meta':{"
                                + "'io.modelcontextprotocol/serverInfo':{'name':'mehari','version':'1.0'}}}}");
    }

    private static List<String> events(HttpResponse<String> response) {
        return response.body()
                .lines()
                .filter(line -> line.startsWith("data: "))
                .map(line -> line.substring(6).replace('"', '\''))
                .toList();
    }

    @Test
    void whoAsksForNoNotificationsGetsNone() {
        gateway.run = call -> {
            call.control().progressed(json("{'progress':1}"));
            call.control().client().notified("files", "notifications/message", json("{'level':'error','data':1}"));
            return done(json("{'x':1}"));
        };

        HttpResponse<String> response = response(tool("", ALL));

        assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
    }

    @Test
    void questionsMayFollowNotificationsAndEndTheStream() {
        gateway.run = call -> {
            call.control().progressed(json("{'progress':1}"));
            return asksOnce(call);
        };
        HttpResponse<String> first = response(tool(",'_meta':{'progressToken':5}", ALL));
        List<String> events = events(first);

        assertThat(events).hasSize(2);
        assertThat(events.get(0)).contains("'progressToken':5");
        assertThat(events.get(1)).contains("input_required");
    }
}
