package io.mehari.endpoint.live;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What waits for a reader: in order, bounded, and not for ever. */
class OutboxTest {
    private final List<String> sent = new ArrayList<>();
    private final List<Runnable> open = new ArrayList<>();
    private final LongAdder dropped = new LongAdder();
    private final AtomicLong now = new AtomicLong();
    private boolean atOnce;
    private int givenUp;
    private int sends;

    private final Outbox outbox = new Outbox(
            new Outbox.Transport() {
                @Override
                public void send(List<String> texts, Runnable done) {
                    sent.addAll(texts);
                    sends++;
                    if (atOnce) {
                        done.run();
                    } else {
                        open.add(done);
                    }
                }

                @Override
                public void giveUp() {
                    givenUp++;
                }
            },
            new Outbox.Bounds(3, Duration.ofSeconds(30).toNanos(), dropped, now::get));

    @Test
    void sendsOneAfterAnother() {
        outbox.push("a");
        outbox.push("b");
        outbox.send("c");
        assertThat(sent).containsExactly("a");
        open.remove(0).run();
        assertThat(sent).containsExactly("a", "b", "c");
        assertThat(sends).as("what waited goes together").isEqualTo(2);
        open.remove(0).run();
        assertThat(open).isEmpty();
        assertThat(outbox.size()).isZero();
    }

    @Test
    @DisplayName("S0.5: a slow reader has a bounded queue, then drops with a counter; answers are kept")
    void dropsTheOldestOfWhatComesByItself() {
        outbox.push("sending");
        outbox.send("answer 1");
        IntStream.range(0, 5).forEach(i -> outbox.push("event " + i));
        outbox.send("answer 2");
        assertThat(dropped.sum()).isEqualTo(2);
        open.remove(0).run();
        open.remove(0).run();
        assertThat(sent).containsExactly("sending", "answer 1", "event 2", "event 3", "event 4", "answer 2");
    }

    @Test
    @DisplayName("S0.5: a reader that takes nothing is closed after a while")
    void givesUpOneThatTakesNothing() {
        outbox.push("a");
        now.addAndGet(Duration.ofSeconds(29).toNanos());
        outbox.push("b");
        assertThat(givenUp).isZero();
        now.addAndGet(Duration.ofSeconds(2).toNanos());
        outbox.push("c");
        assertThat(givenUp).isEqualTo(1);
        outbox.push("d");
        open.remove(0).run();
        assertThat(sent).as("nothing more").containsExactly("a");
        assertThat(givenUp).isEqualTo(1);
    }

    @Test
    void aReaderThatIsFastNeedsNoStack() {
        atOnce = false;
        outbox.push("first");
        IntStream.range(0, 100_000).forEach(i -> outbox.send("m" + i));
        atOnce = true;
        open.remove(0).run();
        assertThat(sent).hasSize(100_001);
        assertThat(dropped.sum()).isZero();
    }

    @Test
    @DisplayName("S0.5: what is queued waits for a flush, and so many go at a time")
    void whatIsQueuedGoesTogether() {
        outbox.queue("a");
        outbox.queue("b");
        assertThat(sent).isEmpty();
        outbox.flush();
        assertThat(sent).containsExactly("a", "b");
        outbox.queue("c");
        outbox.flush();
        assertThat(sent).as("the reader is busy").containsExactly("a", "b");
        IntStream.range(0, 3 * Outbox.MOST_AT_ONCE).forEach(i -> outbox.send("m"));
        int before = sends;
        open.remove(0).run();
        assertThat(sends).isEqualTo(before + 1);
        assertThat(sent).hasSize(2 + Outbox.MOST_AT_ONCE);
        outbox.flush();
        assertThat(sends).as("still busy").isEqualTo(before + 1);
    }

    @Test
    void aQuietReaderIsNotASlowOne() {
        atOnce = true;
        outbox.push("a");
        now.addAndGet(Duration.ofHours(1).toNanos());
        outbox.push("b");
        assertThat(givenUp).isZero();
        assertThat(sent).containsExactly("a", "b");
    }
}
