package io.mehari.upstream.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.network.ByteBudget;
import io.mehari.protocol.Json;
import io.mehari.support.ManualTimer;
import io.mehari.support.Tools;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.lifecycle.Connection;
import io.mehari.upstream.lifecycle.ConnectionLimits;
import io.mehari.upstream.lifecycle.ConnectionOwner;
import io.mehari.upstream.lifecycle.ManagedUpstream;
import io.mehari.upstream.lifecycle.PendingCall;
import io.mehari.upstream.lifecycle.PendingRequest;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** To which call a message of a server belongs. */
class AttributionTest {
    private final Map<Long, PendingRequest> pending = new HashMap<>();
    private final Calls calls = new Calls();

    @Test
    void whatComesOnAResponseBelongsToItsRequest() {
        PendingCall first = call("ada");
        PendingCall second = call("bob");
        assertThat(Attribution.of(pending, first.id())).isEqualTo(new Attribution(first, true));
        assertThat(Attribution.of(pending, second.id())).isEqualTo(new Attribution(second, true));
    }

    @Test
    void whatComesOnAResponseAfterItsRequestHasEndedBelongsToNobody() {
        call("ada");
        assertThat(Attribution.of(pending, 1)).isEqualTo(new Attribution(null, false));
    }

    @Test
    void aRequestOfTheGatewayIsNoCall() {
        pending.put(1L, new ControlRequest("tools/list"));
        assertThat(Attribution.of(pending, 1)).isEqualTo(new Attribution(null, true));
        assertThat(Attribution.of(pending, Attribution.SHARED)).isEqualTo(new Attribution(null, true));
    }

    @Test
    void onASharedChannelItIsTheLatestCallOfOneClient() {
        pending.put(Long.MAX_VALUE, new ControlRequest("ping"));
        call("ada");
        PendingCall latest = call("ada");
        assertThat(Attribution.of(pending, Attribution.SHARED)).isEqualTo(new Attribution(latest, true));
    }

    @Test
    void onASharedChannelNobodyKnowsWhoseItIsOfSeveralClients() {
        call("ada");
        call("bob");
        assertThat(Attribution.of(pending, Attribution.SHARED)).isEqualTo(new Attribution(null, false));
    }

    /** Sent when a connection is ready, right before the first call: what that call logs first is the call's. */
    @Test
    void theLevelThatTheGatewaySetsMeanwhileIsNoCall() {
        PendingCall level = call("", "logging/setLevel");
        assertThat(Attribution.of(pending, Attribution.SHARED)).isEqualTo(new Attribution(null, true));
        assertThat(Attribution.of(pending, level.id())).isEqualTo(new Attribution(null, true));
        PendingCall only = call("ada");
        assertThat(Attribution.of(pending, Attribution.SHARED)).isEqualTo(new Attribution(only, true));
    }

    @Test
    void callersWithoutAKeyAreNotTakenForOne() {
        PendingCall only = call("");
        assertThat(Attribution.of(pending, Attribution.SHARED)).isEqualTo(new Attribution(only, true));
        call("");
        assertThat(Attribution.of(pending, Attribution.SHARED)).isEqualTo(new Attribution(null, false));
    }

    private PendingCall call(String key) {
        return call(key, "tools/call");
    }

    private PendingCall call(String key, String method) {
        PendingCall call = (PendingCall)
                calls.request(method, Json.object(), ClientHeaders.NONE, ProgressListener.NONE, client(key));
        pending.put(call.id(), call);
        return call;
    }

    private static Client client(String key) {
        return new Client() {
            @Override
            public String key() {
                return key;
            }

            @Override
            public ObjectNode capabilities() {
                return Json.object();
            }

            @Override
            public CompletableFuture<ObjectNode> ask(String server, String method, ObjectNode params) {
                throw new AssertionError(method);
            }

            @Override
            public void notified(String server, String method, ObjectNode params) {
                throw new AssertionError(method);
            }
        };
    }

    /** Makes calls that a test can hold. */
    private static final class Calls extends ManagedUpstream {
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

        Calls() {
            super(Tools.settings("files"), new Ignoring(), new ManualTimer(), Clock.systemUTC(), LIMITS);
        }

        @Override
        protected Connection create(ConnectionOwner owner) {
            throw new AssertionError("never started");
        }

        @Override
        protected String transport() {
            return "none";
        }
    }

    private static final class Ignoring implements UpstreamListener {
        @Override
        public void offerChanged(Upstream upstream, Offer.Kind kind) {
            throw new AssertionError(kind);
        }

        @Override
        public void stateChanged(Upstream upstream, UpstreamState state) {
            throw new AssertionError(state);
        }
    }
}
