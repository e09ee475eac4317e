package io.mehari.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.event.ChangeEvent;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.event.ServerLost;
import io.mehari.event.ServerReady;
import io.mehari.event.ToolsChanged;
import io.mehari.support.FakeUpstream;
import io.mehari.upstream.Offer;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamState;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class UpstreamEventsTest {
    private final GatewayEvents events = new GatewayEvents();
    private final EventQueue<ChangeEvent> queue = events.subscribe(ChangeEvent.class, 10);
    private final FakeUpstream upstream = new FakeUpstream("files");
    private final List<String> notified = new ArrayList<>();
    private final UpstreamListener listener =
            new UpstreamEvents(new Recording(), events, Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));

    @Test
    void publishesThatAServerIsReadyLostAndReadyAgain() {
        state(UpstreamState.JOINING, null);
        state(UpstreamState.READY, null);
        state(UpstreamState.JOINING, "exited with status 1");
        state(UpstreamState.WAITING, "exited with status 1");
        state(UpstreamState.READY, null);
        ServerReady ready = new ServerReady("files", upstream.tools().size(), Instant.EPOCH);
        assertThat(queue.drain(10))
                .containsExactly(
                        ready, new ServerLost("files", Optional.of("exited with status 1"), Instant.EPOCH), ready);
    }

    @Test
    void aServerThatIsStoppedIsNotLost() {
        state(UpstreamState.READY, null);
        state(UpstreamState.STOPPED, null);
        assertThat(queue.drain(10)).hasSize(1).first().isInstanceOf(ServerReady.class);
    }

    @Test
    void publishesThatToolsHaveChanged() {
        listener.offerChanged(upstream, Offer.Kind.TOOLS);
        assertThat(queue.drain(10))
                .containsExactly(new ToolsChanged("files", upstream.tools().size(), Instant.EPOCH));
    }

    @Test
    void theOtherListenerIsNotifiedFirst() {
        state(UpstreamState.READY, null);
        listener.offerChanged(upstream, Offer.Kind.TOOLS);
        assertThat(notified).containsExactly("READY after 0 events", "tools after 1 events");
    }

    private void state(UpstreamState state, String error) {
        upstream.state(state, error);
        listener.stateChanged(upstream, state);
    }

    private final class Recording implements UpstreamListener {
        @Override
        public void offerChanged(Upstream changed, Offer.Kind kind) {
            notified.add("tools after " + queue.size() + " events");
        }

        @Override
        public void stateChanged(Upstream changed, UpstreamState state) {
            notified.add(state + " after " + queue.size() + " events");
        }
    }
}
