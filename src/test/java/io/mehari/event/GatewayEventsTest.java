package io.mehari.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class GatewayEventsTest {
    private final GatewayEvents events = new GatewayEvents();

    @Test
    void everyListenerGetsEveryEventOfItsTypeInOrder() {
        EventQueue<GatewayEvent> all = events.subscribe(GatewayEvent.class, 10);
        EventQueue<ServerLost> losses = events.subscribe(ServerLost.class, 10);
        ServerReady ready = ready("files");
        ServerLost lost = new ServerLost("files", Optional.of("exited with status 1"), Instant.EPOCH);
        events.publish(ready);
        events.publish(lost);
        assertThat(all.drain(10)).containsExactly(ready, lost);
        assertThat(losses.drain(10)).containsExactly(lost);
    }

    @Test
    void aListenerThatStandsStillLosesItsOwnOldestEventsAndNoOneElses() {
        EventQueue<GatewayEvent> still = events.subscribe(GatewayEvent.class, 3);
        EventQueue<GatewayEvent> quick = events.subscribe(GatewayEvent.class, 3);
        List<GatewayEvent> taken = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            events.publish(ready("s" + i));
            taken.addAll(quick.drain(10));
        }
        assertThat(taken).hasSize(5);
        assertThat(quick.dropped()).isZero();
        assertThat(still.dropped()).isEqualTo(2);
        assertThat(still.size()).isEqualTo(3);
        assertThat(still.drain(10)).containsExactly(ready("s3"), ready("s4"), ready("s5"));
    }

    @Test
    void givesNoMoreThanAskedForOldestFirst() {
        EventQueue<GatewayEvent> queue = events.subscribe(GatewayEvent.class, 3);
        events.publish(ready("s1"));
        events.publish(ready("s2"));
        assertThat(queue.drain(1)).containsExactly(ready("s1"));
        assertThat(queue.drain(1)).containsExactly(ready("s2"));
        assertThat(queue.drain(1)).isEmpty();
    }

    @Test
    void aListenerGetsNothingFromBeforeItAsked() {
        events.publish(ready("s1"));
        EventQueue<GatewayEvent> late = events.subscribe(GatewayEvent.class, 3);
        assertThat(late.drain(10)).isEmpty();
    }

    @Test
    void nothingIsLostOrDoubledWhenManyPublishAndOneTakes() {
        int publishers = 4;
        int each = 5_000;
        EventQueue<GatewayEvent> queue = events.subscribe(GatewayEvent.class, publishers * each);
        CountDownLatch start = new CountDownLatch(1);
        List<CompletableFuture<Void>> running = new ArrayList<>();
        for (int p = 0; p < publishers; p++) {
            String name = "s" + p;
            running.add(CompletableFuture.runAsync(() -> {
                await(start);
                for (int i = 0; i < each; i++) {
                    events.publish(ready(name));
                }
            }));
        }
        start.countDown();
        List<GatewayEvent> taken = new ArrayList<>();
        CompletableFuture<Void> all = CompletableFuture.allOf(running.toArray(CompletableFuture[]::new))
                .orTimeout(30, TimeUnit.SECONDS);
        while (!all.isDone()) {
            taken.addAll(queue.drain(100));
        }
        all.join();
        taken.addAll(queue.drain(publishers * each));
        assertThat(taken).hasSize(publishers * each);
        assertThat(queue.dropped()).isZero();
    }

    @Test
    void aQueueThatKeepsNothingIsRefused() {
        assertThatThrownBy(() -> events.subscribe(GatewayEvent.class, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("capacity 0");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ServerReady ready(String server) {
        return new ServerReady(server, 1, Instant.EPOCH);
    }
}
