package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExchangeQueueTest {
    private final ExchangeQueue queue = new ExchangeQueue(2, 1);
    private final List<String> begun = new ArrayList<>();

    @Test
    void runsSoManyAtOnceAndTheNextWhenOneHasEnded() {
        assertThat(offer("a")).isTrue();
        assertThat(offer("b")).isTrue();
        assertThat(offer("c")).isTrue();
        assertThat(offer("d")).isFalse();
        assertThat(begun).containsExactly("a", "b");
        queue.release();
        assertThat(begun).containsExactly("a", "b", "c");
        queue.release();
        queue.release();
        assertThat(offer("e")).isTrue();
        assertThat(offer("f")).isTrue();
        assertThat(begun).containsExactly("a", "b", "c", "e", "f");
    }

    @Test
    void aLongQueueOfWhichNothingIsLeftToDoMakesRoomForTheNext() {
        int waiting = 100_000;
        ExchangeQueue one = new ExchangeQueue(1, waiting);
        one.offer(() -> true);
        for (int i = 1; i < waiting; i++) {
            one.offer(() -> false);
        }
        one.offer(() -> begun.add("last"));
        one.release();
        assertThat(begun).containsExactly("last");
    }

    private boolean offer(String name) {
        return queue.offer(() -> begun.add(name));
    }
}
