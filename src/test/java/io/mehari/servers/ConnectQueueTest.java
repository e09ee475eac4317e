package io.mehari.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.support.FakeUpstream;
import io.mehari.support.ManualTimer;
import io.mehari.upstream.Upstream;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ConnectQueueTest {
    private static final int AT_ONCE = 2;
    private static final Duration LONGEST = Duration.ofSeconds(20);

    private final ManualTimer timer = new ManualTimer();
    private final ConnectQueue queue = new ConnectQueue(AT_ONCE, LONGEST, timer);
    private final List<FakeUpstream> upstreams = upstreams(5);

    private static List<FakeUpstream> upstreams(int number) {
        return IntStream.range(0, number)
                .mapToObj(index -> new FakeUpstream("server" + index))
                .toList();
    }

    private void start() {
        queue.start(List.<Upstream>copyOf(upstreams));
    }

    private List<Integer> starts() {
        return upstreams.stream().map(upstream -> upstream.starts.get()).toList();
    }

    @Test
    void startsOnlyAsManyAsMayJoinAtATime() {
        start();
        assertThat(starts()).containsExactly(1, 1, 0, 0, 0);
    }

    @Test
    void startsTheNextForEachOneThatSettles() {
        start();
        queue.settled(upstreams.get(1));
        assertThat(starts()).containsExactly(1, 1, 1, 0, 0);
        queue.settled(upstreams.get(0));
        queue.settled(upstreams.get(2));
        assertThat(starts()).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void whatSettlesAgainLaterFreesNothing() {
        start();
        queue.settled(upstreams.get(0));
        queue.settled(upstreams.get(0));
        queue.settled(upstreams.get(4));
        assertThat(starts()).containsExactly(1, 1, 1, 0, 0);
    }

    @Test
    void oneThatHangsHoldsUpTheOthersNoLongerThanItsBound() {
        start();
        queue.settled(upstreams.get(1));
        timer.advance(LONGEST.minusMillis(1));
        assertThat(starts()).containsExactly(1, 1, 1, 0, 0);
        timer.advance(Duration.ofMillis(1));
        assertThat(starts()).containsExactly(1, 1, 1, 1, 1);
    }

    @Test
    void leavesNothingWithTheTimerWhenAllHaveSettled() {
        start();
        upstreams.forEach(upstream -> queue.settled(upstream));
        assertThat(starts()).containsOnly(1);
        assertThat(timer.pending()).isZero();
    }

    @Test
    void manyThatFailWhileTheyAreStartedAreStartedOneAfterTheOther() {
        List<FakeUpstream> many = upstreams(20_000);
        many.forEach(upstream -> upstream.onStart(() -> queue.settled(upstream)));
        queue.start(List.<Upstream>copyOf(many));
        assertThat(many).allMatch(upstream -> upstream.starts.get() == 1);
    }

    @Test
    void aStartThatThrowsDoesNotEndTheStartOfTheOthers() {
        upstreams.get(0).onStart(() -> {
            throw new IllegalStateException("defect");
        });
        assertThatThrownBy(this::start).hasMessage("defect");
        queue.settled(upstreams.get(0));
        assertThat(starts()).containsExactly(1, 1, 1, 0, 0);
    }

    @Test
    void oneThatIsWithdrawnIsNotStartedAndLeavesItsPlace() {
        start();
        queue.withdraw(upstreams.get(2));
        assertThat(starts()).containsExactly(1, 1, 0, 0, 0);
        queue.withdraw(upstreams.get(0));
        assertThat(starts()).containsExactly(1, 1, 0, 1, 0);
    }

    @Test
    void startsNothingThatComesAfterTheEnd() {
        queue.close();
        start();
        assertThat(starts()).containsOnly(0);
    }

    @Test
    void startsNothingMoreOnceClosed() {
        start();
        queue.close();
        queue.settled(upstreams.get(0));
        timer.advance(LONGEST);
        assertThat(starts()).containsExactly(1, 1, 0, 0, 0);
        assertThat(timer.pending()).isZero();
    }
}
