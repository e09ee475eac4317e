package io.mehari.endpoint.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.mehari.network.ByteBudget;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OpenRequestTest {
    private static final int RACES = 20_000;

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
        EventStream stream = received.open().stream(received.request(), StreamStyle.RESULT);

        assertThat(received.open().stream()).isSameAs(stream);
        assertThatIllegalStateException()
                .isThrownBy(() -> received.open().stream(received.request(), StreamStyle.RESULT));
    }

    @Test
    void disconnectAndResponseAgreeOnWhichCameFirst() throws Exception {
        List<Raced> raced = race(one -> one.request.responded(), true);

        assertThat(raced).allSatisfy(one -> assertThat(one.runs).hasValue(one.request.isDisconnected() ? 1 : 0));
    }

    @Test
    void anActionSetDuringTheDisconnectRunsOnce() throws Exception {
        List<Raced> raced = race(one -> one.request.onDisconnect(one.runs::incrementAndGet), false);

        assertThat(raced).allSatisfy(one -> {
            assertThat(one.request.isDisconnected()).isTrue();
            assertThat(one.runs).hasValue(1);
        });
    }

    /** One request that two threads work on, and how often its action has run. */
    private static final class Raced {
        private final OpenRequest request = new OpenRequest(null, null, new HeldBytes(ByteBudget.unlimited()));
        private final AtomicInteger runs = new AtomicInteger();
    }

    /** Lets one thread disconnect each request while another, in step with it, does something else to it. */
    private static List<Raced> race(Consumer<Raced> other, boolean actionIsSet) throws Exception {
        List<Raced> all = Stream.generate(Raced::new).limit(RACES).toList();
        if (actionIsSet) {
            all.forEach(one -> one.request.onDisconnect(one.runs::incrementAndGet));
        }
        AtomicInteger arrivals = new AtomicInteger();
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> first = threads.submit(() -> inStep(all, arrivals, one -> one.request.disconnected()));
            Future<?> second = threads.submit(() -> inStep(all, arrivals, other));
            first.get(60, TimeUnit.SECONDS);
            second.get(60, TimeUnit.SECONDS);
        } finally {
            threads.shutdownNow();
        }
        return all;
    }

    private static void inStep(List<Raced> all, AtomicInteger arrivals, Consumer<Raced> side) {
        int both = 0;
        for (Raced one : all) {
            both += 2;
            arrivals.incrementAndGet();
            while (arrivals.get() < both && !Thread.currentThread().isInterrupted()) {
                Thread.onSpinWait();
            }
            side.accept(one);
        }
    }
}
