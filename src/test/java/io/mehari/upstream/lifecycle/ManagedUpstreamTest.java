package io.mehari.upstream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ProgressListener;
import io.mehari.call.ToolCallException;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpProtocolVersion;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamCall;
import io.mehari.upstream.UpstreamCall.Cancellation;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamState;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Calls that are given up on their way to a server. */
class ManagedUpstreamTest {
    private static final ConnectionLimits LIMITS = new ConnectionLimits(
            100,
            1_000,
            Duration.ofSeconds(20),
            10,
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(30),
            ByteBudget.unlimited());

    private final ManualTimer timer = new ManualTimer();
    private final StandInConnection connection = new StandInConnection();
    private final StandIn upstream = new StandIn();

    @Test
    void aCallForAJoiningServerIsNeverSentOnceItIsGivenUp() {
        upstream.start();
        UpstreamCall call = call();
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.NEVER_SENT);
        upstream.ready();
        assertThat(connection.queued).isEmpty();
        requireNothingLeft();
    }

    @Test
    void aCallInTheQueueOfAServerThatDoesNotReadIsNeverSentOnceItIsGivenUp() {
        upstream.start();
        UpstreamCall call = call();
        upstream.ready();
        assertThat(connection.queued).hasSize(1);
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.NEVER_SENT);
        assertThat(connection.queued.get(0).claim()).isFalse();
        assertThat(connection.told).isEmpty();
        requireNothingLeft();
    }

    @Test
    void aCallThatTheServerHasWasSent() {
        upstream.start();
        upstream.ready();
        UpstreamCall call = call();
        assertThat(connection.queued.get(0).claim()).isTrue();
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.SENT);
        assertThat(connection.told).containsExactly("too slow");
        requireNothingLeft();
    }

    @Test
    void aCallThatWaitedTooLongKeepsThatOutcome() {
        upstream.start();
        UpstreamCall call = call();
        timer.advance(LIMITS.joinWait());
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.TOO_LATE);
        assertThat(call.result()).isCompletedExceptionally();
        requireNothingLeft();
    }

    @Test
    void anyRequestWaitsAsACallDoesAndKeepsItsParams() {
        upstream.start();
        ObjectNode params = Json.object().put("uri", "demo://a");
        UpstreamCall read = upstream.request("resources/read", params, ProgressListener.NONE);
        upstream.ready();
        PendingCall sent = connection.queued.get(0);
        assertThat(sent.method()).isEqualTo("resources/read");
        assertThat(sent.params()).isSameAs(params);
        sent.claim();
        sent.lost(new ConnectionLoss("exited with code 3", Duration.ZERO));
        assertThatThrownBy(() -> read.result().join())
                .hasCauseInstanceOf(ToolCallException.class)
                .hasMessageContaining("exited with code 3 before it answered; the request may have run");
        requireNothingLeft();
    }

    @Test
    void aCallIsARequestWithNameAndArguments() {
        upstream.start();
        upstream.ready();
        ObjectNode arguments = Json.object().put("path", "a.txt");
        upstream.callTool("read", arguments, ProgressListener.NONE);
        PendingCall sent = connection.queued.get(0);
        assertThat(sent.method()).isEqualTo("tools/call");
        assertThat(sent.params().path("name").asText()).isEqualTo("read");
        assertThat(sent.params().path("arguments")).isSameAs(arguments);
    }

    @Test
    void requestsOfAnyMethodShareTheBoundOfThoseInFlight() {
        upstream.start();
        upstream.ready();
        for (int i = 0; i < LIMITS.callsInFlight(); i++) {
            upstream.request(i % 2 == 0 ? "prompts/get" : "tools/call", Json.object(), ProgressListener.NONE);
        }
        UpstreamCall over = upstream.request("resources/read", Json.object(), ProgressListener.NONE);
        assertThatThrownBy(() -> over.result().join()).hasMessageContaining("100 calls in flight");
        assertThat(connection.queued).hasSize(LIMITS.callsInFlight());
    }

    private void requireNothingLeft() {
        assertThat(upstream.status().inFlight()).isZero();
        assertThat(timer.pending()).as("clocks left behind").isZero();
    }

    private UpstreamCall call() {
        return upstream.callTool("read", Json.object(), progress -> {});
    }

    private final class StandIn extends ManagedUpstream {
        private ConnectionOwner owner;

        StandIn() {
            super(Tools.settings("files"), new Deaf(), timer, Clock.systemUTC(), LIMITS);
        }

        void ready() {
            owner.ready(
                    connection,
                    new ServerIdentity(
                            McpProtocolVersion.V2025_06_18, Json.object(), Optional.empty(), Optional.empty()));
        }

        @Override
        protected Connection create(ConnectionOwner events) {
            owner = events;
            return connection;
        }

        @Override
        protected String transport() {
            return "none";
        }
    }

    private static final class Deaf implements UpstreamListener {
        @Override
        public void offerChanged(Upstream changed, Offer.Kind kind) {
            // Nobody asks.
        }

        @Override
        public void stateChanged(Upstream changed, UpstreamState state) {
            // Nobody asks.
        }
    }
}
