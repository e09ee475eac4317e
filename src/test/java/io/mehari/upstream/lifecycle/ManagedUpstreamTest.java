package io.mehari.upstream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.protocol.Json;
import io.mehari.protocol.McpProtocolVersion;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
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
            Duration.ofSeconds(30));

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
                    connection, new ServerIdentity(McpProtocolVersion.V2025_06_18, Optional.empty(), Optional.empty()));
        }

        @Override
        protected Connection connect(ConnectionOwner events) {
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
        public void toolsChanged(Upstream changed) {
            // Nobody asks.
        }

        @Override
        public void stateChanged(Upstream changed, UpstreamState state) {
            // Nobody asks.
        }
    }
}
