package io.mehari.upstream.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.support.ManualTimer;
import io.mehari.upstream.Offer;
import io.mehari.upstream.lifecycle.Connection;
import io.mehari.upstream.lifecycle.ConnectionLimits;
import io.mehari.upstream.lifecycle.ConnectionLoss;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.lifecycle.ServerIdentity;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** When each list of a server is read, and what becomes of it. */
class OfferReaderTest implements Wire, ConnectionOwner {
    private static final String ALL = "{\"tools\":{},\"resources\":{},\"prompts\":{}}";
    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            100,
            1_000,
            Duration.ofSeconds(20),
            3,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            ByteBudget.unlimited());

    private final ManualTimer timer = new ManualTimer();
    private final AtomicLong ids = new AtomicLong();
    private final List<ObjectNode> open = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();
    private final List<String> reported = new ArrayList<>();
    private final Map<Offer.Kind, List<ObjectNode>> lists = new EnumMap<>(Offer.Kind.class);
    private final Session session =
            new Session("files", LIMITS, timer, ids::incrementAndGet, this, this, timer::nanoTime);

    @Test
    void allButTheToolsIsReadOnceTheServerIsReady() throws IOException {
        join(ALL);
        assertThat(reported)
                .containsExactly(
                        "initialize",
                        "tools/list",
                        "TOOLS",
                        "ready",
                        "resources/list",
                        "resources/templates/list",
                        "prompts/list");
        answer("resources/list", "{\"resources\":[{\"uri\":\"a:b\",\"size\":1.10}]}");
        answer("resources/templates/list", "{\"resourceTemplates\":[{\"uriTemplate\":\"a:{b}\"}]}");
        answer("prompts/list", "{\"prompts\":[{\"name\":\"greet\"}]}");
        assertThat(Json.text(lists.get(Offer.Kind.RESOURCES).get(0))).isEqualTo("{\"uri\":\"a:b\",\"size\":1.10}");
        assertThat(lists.get(Offer.Kind.RESOURCE_TEMPLATES)).hasSize(1);
        assertThat(lists.get(Offer.Kind.PROMPTS)).hasSize(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void whatIsNotDeclaredIsNotAskedForAndEmpty() throws IOException {
        join("{\"tools\":{},\"resources\":null}");
        notify("notifications/resources/list_changed");
        notify("notifications/prompts/list_changed");
        assertThat(asked).containsExactly("initialize", "tools/list");
        assertThat(lists.get(Offer.Kind.RESOURCES)).isEmpty();
        assertThat(lists.get(Offer.Kind.PROMPTS)).isEmpty();
    }

    @Test
    void aChangeReadsThatListAgainAndNoOther() throws IOException {
        join(ALL);
        answerAll();
        asked.clear();
        timer.advance(ListRefresh.SHORTEST);
        notify("notifications/prompts/list_changed");
        assertThat(asked).containsExactly("prompts/list");
        notify("notifications/prompts/list_changed");
        notify("notifications/prompts/list_changed");
        assertThat(asked).as("one reading at a time").hasSize(1);
        answer("prompts/list", "{\"prompts\":[{\"name\":\"old\"}]}");
        assertThat(asked).as("the next one waits").hasSize(1);
        timer.advance(ListRefresh.SHORTEST);
        answer("prompts/list", "{\"prompts\":[{\"name\":\"new\"}]}");
        assertThat(asked).as("changes meanwhile count as one").hasSize(2);
        assertThat(lists.get(Offer.Kind.PROMPTS).get(0).path("name").asText()).isEqualTo("new");
        asked.clear();
        timer.advance(ListRefresh.LONGEST);
        notify("notifications/resources/list_changed");
        assertThat(asked).containsExactlyInAnyOrder("resources/list", "resources/templates/list");
        asked.clear();
        notify("notifications/tools/list_changed");
        assertThat(asked).containsExactly("tools/list");
    }

    @Test
    void readsPagesToTheEndAndSkipsWhatCannotBeUsed() throws IOException {
        join(ALL);
        answer("resources/list", "{\"resources\":[{\"uri\":\"a:1\"},{\"name\":\"no uri\"},7],\"nextCursor\":\"2\"}");
        answer("resources/list", "{\"resources\":[{\"uri\":\"a:2\"}]}");
        assertThat(lists.get(Offer.Kind.RESOURCES))
                .extracting(resource -> resource.path("uri").asText())
                .containsExactly("a:1", "a:2");
    }

    @Test
    void pagesAreBoundedForEachList() throws IOException {
        join(ALL);
        answer("prompts/list", "{\"prompts\":[{\"name\":\"a\"}],\"nextCursor\":\"1\"}");
        answer("prompts/list", "{\"prompts\":[{\"name\":\"b\"}],\"nextCursor\":\"2\"}");
        answer("prompts/list", "{\"prompts\":[{\"name\":\"c\"}],\"nextCursor\":\"3\"}");
        assertThat(open).noneMatch(request -> request.path("method").asText().equals("prompts/list"));
        assertThat(lists.get(Offer.Kind.PROMPTS)).as("what was read is used").hasSize(3);
    }

    @Test
    void anEmptyCursorIsTheEndAndAnyOtherIsGivenBackAsItCame() throws IOException {
        join(ALL);
        answer("prompts/list", "{\"prompts\":[{\"name\":\"a\"}],\"nextCursor\":7}");
        assertThat(open.get(open.size() - 1).at("/params/cursor").intValue()).isEqualTo(7);
        answer("prompts/list", "{\"prompts\":[{\"name\":\"b\"}],\"nextCursor\":\"\"}");
        answer("resources/list", "{\"resources\":[],\"nextCursor\":null}");
        assertThat(lists.get(Offer.Kind.PROMPTS)).hasSize(2);
        assertThat(lists.get(Offer.Kind.RESOURCES)).isEmpty();
    }

    @Test
    void entriesAndBytesOfAListAreBoundedOnEveryPage() throws IOException {
        join(ALL);
        String many = "{\"name\":\"a\"},".repeat(Listing.MAX_ENTRIES) + "{\"name\":\"b\"}";
        answer("prompts/list", "{\"prompts\":[" + many + "]}");
        assertThat(lists.get(Offer.Kind.PROMPTS)).hasSize(Listing.MAX_ENTRIES);
        String large = "{\"uri\":\"a:b\",\"description\":\"" + "d".repeat((int) Listing.MAX_BYTES / 2 - 1_000) + "\"},";
        answer("resources/list", "{\"resources\":[" + large + large + "{\"uri\":\"" + "u".repeat(2_000) + "\"}]}");
        assertThat(lists.get(Offer.Kind.RESOURCES)).hasSize(2);
    }

    @Test
    void echoesOfAReadingAreFollowedEverLessOftenAndTheLastOneAlways() throws IOException {
        join(ALL);
        answerAll();
        asked.clear();
        List<Long> starts = new ArrayList<>();
        for (int tenths = 0; tenths < 3_000; tenths++) {
            notify("notifications/tools/list_changed");
            if (open.stream()
                    .anyMatch(request -> request.path("method").asText().equals("tools/list"))) {
                starts.add(timer.nanoTime() / 100_000_000);
                notify("notifications/tools/list_changed");
                answer("tools/list", "{\"tools\":[{\"name\":\"run\"}]}");
            }
            timer.advance(Duration.ofMillis(100));
        }
        assertThat(asked).as("in five minutes").hasSizeBetween(9, 11);
        for (int i = 2; i < starts.size(); i++) {
            long gap = starts.get(i) - starts.get(i - 1);
            assertThat(gap).isGreaterThanOrEqualTo(starts.get(i - 1) - starts.get(i - 2));
        }
        asked.clear();
        for (int second = 0; second < ListRefresh.LONGEST.toSeconds() && asked.isEmpty(); second++) {
            timer.advance(Duration.ofSeconds(1));
        }
        answer("tools/list", "{\"tools\":[{\"name\":\"last\"}]}");
        assertThat(lists.get(Offer.Kind.TOOLS).get(0).path("name").asText()).isEqualTo("last");
        asked.clear();
        notify("notifications/tools/list_changed");
        timer.advance(ListRefresh.SHORTEST);
        assertThat(asked).as("a change sets the pause back").containsExactly("tools/list");
    }

    @Test
    void anErrorWithoutAnIdAnswersInitializeAndNothingElse() throws IOException {
        ObjectNode unread = JsonRpcMessage.errorResponse(NullNode.getInstance(), -32700, "what?");
        List<String> reasons = new ArrayList<>();
        new Joining(null, session, this, (reason, pause) -> reasons.add(reason)).begin(identity -> {}, () -> {});
        answer("initialize", "{\"protocolVersion\":\"2025-11-25\"}");
        session.received(JsonRpcMessage.of(unread));
        assertThat(reasons).as("it may be about the notification").isEmpty();
        answer("tools/list", "{\"tools\":[]}");
        assertThat(reported).contains("ready");
        new Joining(null, session, this, (reason, pause) -> reasons.add(reason)).begin(identity -> {}, () -> {});
        session.received(JsonRpcMessage.of(unread));
        assertThat(reasons).containsExactly("answered initialize with error -32700: what?");
    }

    @Test
    void anAnswerThatCannotBeTakenCostsItsRequestOnly() throws IOException {
        join(ALL);
        JsonNode id = take("prompts/list");
        session.received(JsonRpcMessage.of(JsonRpcMessage.response(id, Json.object())));
        session.received(JsonRpcMessage.of(JsonRpcMessage.response(id, Json.object())));
        session.received(
                JsonRpcMessage.of(JsonRpcMessage.errorResponse(Json.object().get("no"), -32700, "what?")));
        answer("resources/list", "{\"resources\":[{\"uri\":\"a:b\"}]}");
        assertThat(lists.get(Offer.Kind.RESOURCES)).hasSize(1);
    }

    @Test
    void aListThatTheServerRefusesIsEmptyAndChangesNothingElse() throws IOException {
        join(ALL);
        refuse("prompts/list", -32603);
        refuse("resources/templates/list", -32601);
        answer("resources/list", "{\"resources\":[{\"uri\":\"a:b\"}]}");
        assertThat(lists.get(Offer.Kind.PROMPTS)).isEmpty();
        assertThat(lists.get(Offer.Kind.RESOURCE_TEMPLATES)).isEmpty();
        assertThat(lists.get(Offer.Kind.RESOURCES)).hasSize(1);
        assertThat(lists.get(Offer.Kind.TOOLS)).hasSize(1);
        assertThat(reported).doesNotContain("lost");
    }

    @Test
    void aListThatIsNotReadStaysAsItWas() throws IOException {
        join(ALL);
        answerAll();
        timer.advance(ListRefresh.SHORTEST);
        notify("notifications/prompts/list_changed");
        timer.advance(LIMITS.connect());
        assertThat(lists.get(Offer.Kind.PROMPTS)).hasSize(1);
        notify("notifications/tools/list_changed");
        refuse("tools/list", -32603);
        assertThat(lists.get(Offer.Kind.TOOLS))
                .as("tools stay, even if they are refused")
                .hasSize(1);
        notify("notifications/prompts/list_changed");
        session.lost(new ConnectionLoss("exited with code 3", Duration.ZERO));
        assertThat(lists.get(Offer.Kind.PROMPTS)).hasSize(1);
        assertThat(timer.pending()).isZero();
        asked.clear();
        notify("notifications/tools/list_changed");
        timer.advance(ListRefresh.LONGEST);
        assertThat(asked).isEmpty();
    }

    private void join(String capabilities) throws IOException {
        new Joining(null, session, this, (reason, pause) -> reported.add("lost")).begin(identity -> {}, () -> {});
        answer("initialize", "{\"protocolVersion\":\"2025-11-25\",\"capabilities\":" + capabilities + "}");
        answer("tools/list", "{\"tools\":[{\"name\":\"run\"}]}");
    }

    private void answerAll() throws IOException {
        answer("resources/list", "{\"resources\":[{\"uri\":\"a:b\"}]}");
        answer("resources/templates/list", "{\"resourceTemplates\":[{\"uriTemplate\":\"a:{b}\"}]}");
        answer("prompts/list", "{\"prompts\":[{\"name\":\"greet\"}]}");
    }

    private void answer(String method, String result) throws IOException {
        session.received(JsonRpcMessage.of(JsonRpcMessage.response(take(method), (ObjectNode) Json.read(result))));
    }

    private void refuse(String method, int code) {
        ObjectNode message = Json.object().put("jsonrpc", "2.0");
        message.set("id", take(method));
        message.putObject("error").put("code", code).put("message", "no");
        session.received(JsonRpcMessage.of(message));
    }

    private JsonNode take(String method) {
        ObjectNode request = open.stream()
                .filter(candidate -> candidate.path("method").asText().equals(method))
                .findFirst()
                .orElseThrow(() -> new AssertionError(method + " was not asked"));
        open.remove(request);
        return request.path("id");
    }

    private void notify(String method) {
        session.received(JsonRpcMessage.of(JsonRpcMessage.notification(method)));
    }

    @Override
    public boolean request(long id, ObjectNode message) {
        asked.add(message.path("method").asText());
        reported.add(message.path("method").asText());
        return open.add(message);
    }

    @Override
    public void send(ObjectNode message) {
        // Nothing follows from it here.
    }

    @Override
    public ObjectNode capabilities() {
        return Json.object();
    }

    @Override
    public CompletableFuture<ObjectNode> asked(JsonRpcMessage request, PendingCall call) {
        return CompletableFuture.failedFuture(new AssertionError(request));
    }

    @Override
    public void notified(JsonRpcMessage notification, PendingCall call) {
        throw new AssertionError(notification);
    }

    @Override
    public void ready(Connection connection, ServerIdentity identity) {
        reported.add("ready");
    }

    @Override
    public void listRead(Offer.Kind kind, List<ObjectNode> entries) {
        reported.add(kind.name());
        lists.put(kind, entries);
    }

    @Override
    public Duration lost(Connection connection, String reason, Duration atLeast) {
        throw new AssertionError(reason);
    }

    @Override
    public void sendAgain(PendingCall call) {
        throw new AssertionError(call);
    }
}
