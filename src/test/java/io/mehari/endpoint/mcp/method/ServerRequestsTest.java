package io.mehari.endpoint.mcp.method;

import static io.mehari.endpoint.mcp.offer.Views.offer;
import static io.mehari.support.Tools.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.catalog.group.GroupSettings;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.protocol.Json;
import io.mehari.support.FakeUpstream;
import io.mehari.support.SilentClient;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Offer.Kind;
import io.mehari.upstream.RouteOffers;
import io.mehari.upstream.UpstreamCall.Cancellation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ServerRequestsTest {
    private static final CallSettings LIMITS = CallSettings.DEFAULTS;

    private final List<String> routed = new ArrayList<>();
    private final MethodFixture mcp = new MethodFixture(new GroupSettings(Map.of()), new Routes());
    private final FakeUpstream memo = mcp.gateway.server("memo", offer(Kind.RESOURCES, "memo:1"));

    /** Routes that answer with their method. */
    private final class Routes implements RouteOffers {
        @Override
        public Map<String, Offer> offers() {
            return Map.of();
        }

        @Override
        public CompletableFuture<ObjectNode> request(
                String server, String method, ObjectNode params, CallContext context, CallControl control) {
            routed.add(server + " " + method + " " + Json.text(params));
            return CompletableFuture.completedFuture(json("{'contents':[]}"));
        }

        @Override
        public void addListener(Listener listener) {
            throw new UnsupportedOperationException();
        }
    }

    private CompletableFuture<ObjectNode> read() {
        return mcp.begin(McpView.ALL, "resources/read", "{'uri':'memo:1'}");
    }

    @Test
    void endsAtTheLimitOfAnAttempt() {
        CompletableFuture<ObjectNode> read = read();
        mcp.timer.advance(LIMITS.attempt().minusSeconds(1));
        assertThat(read).isNotDone();
        mcp.timer.advance(Duration.ofSeconds(1));
        McpErrorException error = MethodFixture.error(read);
        assertThat(error.code()).isEqualTo(-32603);
        assertThat(error).hasMessageContaining("timeout.attempt");
        assertThat(error.data()).isEqualTo(json("{'code':'timed_out','upstream':'memo','request_id':'r1'}"));
        assertThat(memo.last().isCancelled()).isTrue();
        assertThat(mcp.timer.pending()).isZero();
    }

    @Test
    void progressStartsTheAttemptAgainAndNeverTheTotal() {
        CompletableFuture<ObjectNode> read = read();
        Duration step = LIMITS.attempt().dividedBy(2);
        Duration passed = Duration.ZERO;
        while (passed.plus(step).compareTo(LIMITS.total()) < 0) {
            mcp.timer.advance(step);
            passed = passed.plus(step);
            assertThat(read).isNotDone();
            memo.last().progress.progressed(Json.object());
        }
        mcp.timer.advance(step);
        assertThat(MethodFixture.error(read)).hasMessageContaining("timeout.total");
    }

    @Test
    void theTimeForWhichTheClientIsAskedDoesNotCount() {
        CompletableFuture<ObjectNode> read = read();
        mcp.control.asked(mcp.timer.nanoTime());
        mcp.timer.advance(LIMITS.total().multipliedBy(2));
        assertThat(read).isNotDone();
        mcp.control.answered(mcp.timer.nanoTime());
        memo.last().result().complete(json("{'contents':[]}"));
        assertThat(read.join()).isEqualTo(json("{'contents':[]}"));
        assertThat(mcp.timer.pending()).isZero();
    }

    @Test
    void isCancelledWithItsClient() {
        CompletableFuture<ObjectNode> read = read();
        mcp.control.cancel(CancelCause.CALLER);
        assertThat(memo.last().isCancelled()).isTrue();
        assertThat(read).isCompletedExceptionally();
        assertThat(mcp.timer.pending()).isZero();
    }

    @Test
    void onTimeOverAnUnsentRequestIsSafeToRepeat() {
        memo.cancelWith(() -> Cancellation.NEVER_SENT);
        CompletableFuture<ObjectNode> read = read();
        mcp.timer.advance(LIMITS.attempt());
        assertThat(MethodFixture.error(read).data().path("code").asText()).isEqualTo("unavailable");
        assertThat(MethodFixture.error(read)).hasMessageContaining("nothing was sent");
    }

    @Test
    void asManyAtATimeAsTheBulkheadHasPlaces() {
        List<CompletableFuture<ObjectNode>> all = new ArrayList<>();
        for (int i = 0; i < LIMITS.bulkhead(); i++) {
            all.add(read());
        }
        assertThat(MethodFixture.error(read())).hasMessageContaining("bulkhead");
        assertThat(memo.calls).hasSize(LIMITS.bulkhead());
        memo.calls.get(0).result().complete(json("{}"));
        assertThat(read()).as("a place is free again").isNotDone();
        assertThat(all.get(0)).isCompleted();
    }

    @Test
    void thoseWhoseClientIsAskedHoldNoPlace() {
        List<CallControl> asking = new ArrayList<>();
        for (int i = 0; i < 2 * LIMITS.bulkhead(); i++) {
            mcp.control = new CallControl(progress -> {}, Runnable::run, new SilentClient());
            assertThat(read()).as("request " + i).isNotDone();
            mcp.control.asked(0);
            asking.add(mcp.control);
        }
        assertThat(memo.calls).hasSize(2 * LIMITS.bulkhead());

        asking.subList(0, LIMITS.bulkhead()).forEach(control -> control.answered(1));
        mcp.control = new CallControl();
        assertThat(MethodFixture.error(read())).hasMessageContaining("bulkhead");
        memo.calls.get(0).result().complete(json("{}"));
        memo.calls.get(LIMITS.bulkhead()).result().complete(json("{}"));
        assertThat(read()).as("one place is free, not two").isNotDone();
        assertThat(MethodFixture.error(read())).hasMessageContaining("bulkhead");
    }

    @Test
    void whatIsDownIsSaidWithTheRemedy() {
        CompletableFuture<ObjectNode> read = read();
        memo.last().fail(Failed.down("memo", "Upstream memo is down", Duration.ofSeconds(4)));
        assertThat(MethodFixture.error(read)).hasMessage("Upstream memo is down");
        assertThat(MethodFixture.error(read).data())
                .hasToString(
                        "{\"code\":\"unavailable\",\"upstream\":\"memo\",\"retry_after\":4,\"request_id\":\"r1\"}");
    }

    @Test
    void aDefectIsNotTold() {
        CompletableFuture<ObjectNode> read = read();
        memo.last().result().completeExceptionally(new IllegalStateException("secret"));
        assertThat(MethodFixture.error(read).code()).isEqualTo(-32603);
        assertThat(MethodFixture.error(read).getMessage()).contains("r1").doesNotContain("secret");
    }

    @Test
    void routesAnswerWhatRoutesOffer() {
        mcp.gateway.offers.replaceRoutes(Map.of("camel", offer(Kind.RESOURCES, "route:1")));
        assertThat(mcp.run(McpView.ALL, "resources/read", "{'uri':'route:1'}")).isEqualTo(json("{'contents':[]}"));
        assertThat(routed).containsExactly("camel resources/read {\"uri\":\"route:1\"}");
    }
}
