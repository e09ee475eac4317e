package io.mehari.upstream.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Client;
import io.mehari.call.ClientHeaders;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import io.mehari.protocol.McpMethod;
import io.mehari.support.Trials;
import io.mehari.upstream.UpstreamCall.Cancellation;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How far a call had come is decided by its cancellation, whatever happens at the same time. */
class PendingCallTest {
    private static final int RACES = Trials.count(2_000, 50_000);

    private final AtomicInteger ends = new AtomicInteger();
    private final StandInConnection connection = new StandInConnection();
    private final PendingCall call = call();

    private PendingCall call() {
        return new PendingCall(
                "files",
                7,
                McpMethod.TOOLS_CALL,
                Json.object(),
                ClientHeaders.NONE,
                progress -> {},
                Client.NONE,
                ended -> ends.incrementAndGet());
    }

    @Test
    void aCallThatWaitsForAConnectionWasNeverSent() {
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.NEVER_SENT);
        assertThat(call.enqueue(connection)).as("sent after all").isFalse();
        requireEndedWithoutResult();
    }

    @Test
    void aCallInTheQueueOfAConnectionWasNeverSent() {
        call.enqueue(connection);
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.NEVER_SENT);
        assertThat(call.claim()).as("sent after all").isFalse();
        assertThat(connection.forgotten).containsExactly(7L);
        assertThat(connection.told).isEmpty();
        requireEndedWithoutResult();
    }

    @Test
    void aCallGivenToTheServerWasSentAndTheServerIsTold() {
        call.enqueue(connection);
        call.claim();
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.SENT);
        assertThat(connection.forgotten).containsExactly(7L);
        assertThat(connection.told).containsExactly("too slow");
        requireEndedWithoutResult();
    }

    @Test
    void aCallThatSurelyDidNotRunIsAsOneNeverSent() {
        call.enqueue(connection);
        call.claim();
        assertThat(call.takeBack()).isTrue();
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.NEVER_SENT);
        assertThat(connection.told).isEmpty();
    }

    @Test
    void aCallThatWasAnsweredKeepsItsAnswer() {
        call.enqueue(connection);
        call.claim();
        call.answered(JsonRpcMessage.of(Json.object()
                .put("jsonrpc", "2.0")
                .put("id", 7)
                .set("result", Json.object().put("n", 1))));
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.TOO_LATE);
        assertThat(call.result()).isCompletedWithValue(Json.object().put("n", 1));
        assertThat(connection.told).isEmpty();
        assertThat(ends).hasValue(1);
    }

    @Test
    void aCallThatFailedUnsentKeepsItsFailure() {
        call.expire(CallFailures.notRunning("files", "was stopped"));
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.TOO_LATE);
        assertThat(call.result()).isCompletedExceptionally();
        assertThat(ends).hasValue(1);
    }

    @Test
    void onlyTheFirstCancellationHearsHowFarItCame() {
        assertThat(call.cancel("too slow")).isEqualTo(Cancellation.NEVER_SENT);
        assertThat(call.cancel("again")).isEqualTo(Cancellation.TOO_LATE);
        assertThat(ends).hasValue(1);
    }

    @Test
    void itWasSentIfAndOnlyIfItsWriterClaimedItFirst() throws Exception {
        ExecutorService writer = Executors.newSingleThreadExecutor();
        CyclicBarrier start = new CyclicBarrier(2);
        try {
            for (int race = 0; race < RACES; race++) {
                PendingCall raced = call();
                raced.enqueue(connection);
                Future<Boolean> claimed = writer.submit(() -> {
                    start.await();
                    return raced.claim();
                });
                start.await();
                Cancellation cancellation = raced.cancel("too slow");
                assertThat(cancellation)
                        .isEqualTo(claimed.get(30, TimeUnit.SECONDS) ? Cancellation.SENT : Cancellation.NEVER_SENT);
            }
        } finally {
            writer.shutdownNow();
        }
        assertThat(ends).hasValue(RACES);
    }

    private void requireEndedWithoutResult() {
        assertThat(call.isEnded()).isTrue();
        assertThat(call.result()).isNotDone();
        assertThat(ends).hasValue(1);
    }
}
