package io.mehari.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.upstream.session.OutgoingMessage;
import io.mehari.upstream.stdio.OutgoingQueue.Result;
import org.junit.jupiter.api.Test;

class OutgoingQueueTest {
    private final OutgoingQueue queue = new OutgoingQueue(3, 100);

    @Test
    void isFullByMessagesAndByBytes() {
        assertThat(queue.offer(line(60))).isEqualTo(Result.ACCEPTED);
        assertThat(queue.offer(line(41))).isEqualTo(Result.FULL);
        assertThat(queue.offer(line(1))).isEqualTo(Result.ACCEPTED);
        assertThat(queue.offer(line(1))).isEqualTo(Result.ACCEPTED);
        assertThat(queue.offer(line(1))).isEqualTo(Result.FULL);
        queue.poll();
        assertThat(queue.offer(line(41))).isEqualTo(Result.ACCEPTED);
    }

    @Test
    void oneMessageOverTheBoundPassesAlone() {
        assertThat(queue.offer(line(1_000))).isEqualTo(Result.ACCEPTED);
        assertThat(queue.offer(line(1))).isEqualTo(Result.FULL);
    }

    @Test
    void keepsRoomForCallsWhereAServerAsksForTooMuch() {
        OutgoingQueue calls = new OutgoingQueue(8, 1_000_000);
        assertThat(calls.offerSpare(line(1))).isEqualTo(Result.ACCEPTED);
        assertThat(calls.offerSpare(line(1))).isEqualTo(Result.ACCEPTED);
        assertThat(calls.offerSpare(line(1))).isEqualTo(Result.FULL);
        assertThat(calls.offer(line(1))).isEqualTo(Result.ACCEPTED);
        OutgoingQueue bytes = new OutgoingQueue(100, 1_000);
        assertThat(bytes.offerSpare(line(200))).isEqualTo(Result.ACCEPTED);
        assertThat(bytes.offerSpare(line(51))).isEqualTo(Result.FULL);
        assertThat(bytes.offer(line(800))).isEqualTo(Result.ACCEPTED);
        bytes.close();
        assertThat(bytes.offerSpare(line(1))).isEqualTo(Result.CLOSED);
    }

    @Test
    void takesNothingAndGivesNothingOnceClosed() throws InterruptedException {
        queue.offer(line(1));
        queue.close();
        assertThat(queue.take()).isNull();
        assertThat(queue.offer(line(1))).isEqualTo(Result.CLOSED);
    }

    private static OutgoingMessage line(int size) {
        return new OutgoingMessage() {
            @Override
            public byte[] bytes() {
                return new byte[size];
            }

            @Override
            public boolean claim() {
                return true;
            }
        };
    }
}
