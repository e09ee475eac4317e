package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.FakeUpstream;
import io.mehari.upstream.UpstreamState;
import org.junit.jupiter.api.Test;

class LossesTest {
    private final FakeUpstream upstream = new FakeUpstream("files");
    private final Losses losses = new Losses();

    @Test
    void theFirstConnectionIsNone() {
        assertThat(look(UpstreamState.JOINING, 0, 1)).isZero();
        assertThat(look(UpstreamState.READY, 0, 0)).isZero();
    }

    @Test
    void oneThatIsSeenOnItsWayCountsOnce() {
        look(UpstreamState.READY, 0, 0);
        assertThat(look(UpstreamState.JOINING, 0, 1)).isEqualTo(1);
        assertThat(look(UpstreamState.READY, 1, 0)).isZero();
    }

    @Test
    void thoseBetweenTwoLooksCount() {
        look(UpstreamState.READY, 0, 0);
        assertThat(look(UpstreamState.READY, 3, 0)).isEqualTo(3);
        assertThat(look(UpstreamState.WAITING, 4, 2)).isEqualTo(3);
    }

    @Test
    void eachFurtherAttemptAtAServerThatNeverCameUpIsOne() {
        look(UpstreamState.JOINING, 0, 1);
        assertThat(look(UpstreamState.WAITING, 0, 3)).isEqualTo(2);
        assertThat(look(UpstreamState.WAITING, 0, 3)).isZero();
    }

    @Test
    void attemptsThatCallsBeginAreNone() {
        look(UpstreamState.JOINING, 0, 1);
        upstream.provoked(100);
        assertThat(look(UpstreamState.WAITING, 0, 101)).isZero();
        assertThat(look(UpstreamState.WAITING, 0, 102))
                .as("the gateway's own next one")
                .isEqualTo(1);
        upstream.provoked(0);
        assertThat(look(UpstreamState.READY, 0, 0)).isZero();
        upstream.provoked(7);
        assertThat(look(UpstreamState.WAITING, 0, 8))
                .as("lost, tried once, and often for calls")
                .isEqualTo(1);
    }

    private long look(UpstreamState state, long restarts, long attempts) {
        return losses.since(upstream.state(state, null)
                .reconnected(restarts)
                .trying(attempts, null)
                .status());
    }
}
