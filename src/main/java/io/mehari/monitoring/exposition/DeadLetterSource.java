package io.mehari.monitoring.exposition;

import io.mehari.deadletter.DeadLetters;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSamples;
import io.mehari.monitoring.metric.MetricSource;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;

/**
 * Dead letters. How many there are is asked of the database, seldom and without waiting: a reading tells what the one before it
 * has asked for. Safe for concurrent use.
 */
final class DeadLetterSource implements MetricSource {
    private static final long SELDOM = Duration.ofSeconds(10).toNanos();

    private final DeadLetters letters;
    private final LongSupplier nanoTime;
    private final AtomicReference<Question> last;

    /** A question to the database; what was answered before it holds until it is answered. */
    private record Question(long at, CompletableFuture<Long> answer, long before) {
        long known() {
            return answer.isDone() && !answer.isCompletedExceptionally() ? answer.join() : before;
        }
    }

    DeadLetterSource(DeadLetters letters, LongSupplier nanoTime) {
        this.letters = letters;
        this.nanoTime = nanoTime;
        this.last = new AtomicReference<>();
    }

    @Override
    public void read(MetricSamples samples) {
        samples.add(GatewayMetric.DEAD_LETTERS_LOST, letters.lost());
        Question asked = last.get();
        long now = nanoTime.getAsLong();
        if (asked == null || (asked.answer().isDone() && now - asked.at() >= SELDOM)) {
            last.compareAndSet(asked, new Question(now, letters.count(), asked == null ? 0 : asked.known()));
        }
        samples.add(GatewayMetric.DEAD_LETTERS, last.get().known());
    }
}
