package io.mehari.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenRequestTest {
    private static final int RACES = 2_000;

    private final ReceivedRequest received = new ReceivedRequest("/api/v1/tools/s/t", "text/event-stream");
    private final List<String> ran = new ArrayList<>();

    @AfterEach
    void close() {
        received.close();
    }

    @Test
    void runsTheActionWhenTheClientDisconnectsBeforeTheResponse() {
        received.open().onDisconnect(() -> ran.add("action"));
        received.open().disconnected();
        received.open().disconnected();

        assertThat(ran).containsExactly("action");
        assertThat(received.open().isDisconnected()).isTrue();
    }

    @Test
    void doesNothingWhenTheClientDisconnectsAfterTheResponse() {
        received.open().onDisconnect(() -> ran.add("action"));
        received.open().responded();
        received.open().disconnected();
        received.open().onDisconnect(() -> ran.add("later action"));

        assertThat(ran).isEmpty();
        assertThat(received.open().isDisconnected()).isFalse();
    }

    @Test
    void runsAnActionImmediatelyWhenTheClientHasDisconnected() {
        received.open().disconnected();
        received.open().responded();
        received.open().onDisconnect(() -> ran.add("action"));

        assertThat(ran).containsExactly("action");
        assertThat(received.open().isDisconnected()).isTrue();
    }

    @Test
    void aLaterActionReplacesAnEarlierOne() {
        received.open().onDisconnect(() -> ran.add("first"));
        received.open().onDisconnect(() -> ran.add("second"));
        received.open().disconnected();

        assertThat(ran).containsExactly("second");
    }

    @Test
    void beginsAStreamOnce() {
        assertThat(received.open().stream()).isNull();
        EventStream stream = received.open().stream(received.request());

        assertThat(received.open().stream()).isSameAs(stream);
        assertThatIllegalStateException().isThrownBy(() -> received.open().stream(received.request()));
    }

    @Test
    void disconnectAndResponseAgreeOnWhichCameFirst() throws Exception {
        race((request, runs) -> {
            request.onDisconnect(runs::incrementAndGet);
            return List.of(request::disconnected, request::responded);
        });
    }

    @Test
    void anActionSetDuringTheDisconnectRunsOnce() throws Exception {
        race((request, runs) -> List.of(request::disconnected, () -> request.onDisconnect(runs::incrementAndGet)));
    }

    private interface Race {
        List<Runnable> sides(OpenRequest request, AtomicInteger runs);
    }

    /** Whatever the order, the action has run once if the client counts as disconnected, and never otherwise. */
    private static void race(Race race) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            for (int i = 0; i < RACES; i++) {
                OpenRequest request = new OpenRequest(null, null);
                AtomicInteger runs = new AtomicInteger();
                CyclicBarrier start = new CyclicBarrier(2);
                List<Future<Void>> sides = new ArrayList<>();
                for (Runnable side : race.sides(request, runs)) {
                    sides.add(threads.submit(begun(start, side)));
                }
                for (Future<Void> side : sides) {
                    side.get(10, TimeUnit.SECONDS);
                }
                assertThat(runs).hasValue(request.isDisconnected() ? 1 : 0);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private static Callable<Void> begun(CyclicBarrier start, Runnable side) {
        return () -> {
            start.await(10, TimeUnit.SECONDS);
            side.run();
            return null;
        };
    }
}
