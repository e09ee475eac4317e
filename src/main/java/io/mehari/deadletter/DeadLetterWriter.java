package io.mehari.deadletter;

import io.mehari.text.Counted;
import io.mehari.text.LogThrottle;
import io.mehari.thread.GatewayThread;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataIntegrityViolationException;

/**
 * Carries entries from a bounded queue into the table, a batch per commit, on one thread of its own. The thread is
 * never interrupted: an interrupt in the middle of a write would close H2's file.
 */
final class DeadLetterWriter {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterWriter.class);

    /** Queued to wake the thread when the writer closes. */
    private static final Waiting WAKE = new Waiting(null, null, null);

    private final DeadLetterArchive archive;
    private final int batch;
    private final Duration probeEvery;
    private final BlockingQueue<Waiting> queue;
    private final Thread thread = new GatewayThread(this::run, "mehari-dead-letters");
    private final LongAdder lost = new LongAdder();
    private final LogThrottle losses = new LogThrottle();

    private volatile Optional<String> problem = Optional.empty();
    private volatile boolean closing;
    private volatile boolean closed;
    private volatile boolean ended;

    /** The last entry that the database refused: tried again to see whether the database is back. */
    private DeadLetter refused;

    /** Those who want old entries removed; done together. */
    private final AtomicReference<Expiry> expiry = new AtomicReference<>();

    DeadLetterWriter(DeadLetterArchive archive, int queue, int batch, Duration probeEvery) {
        this.archive = archive;
        this.batch = batch;
        this.probeEvery = probeEvery;
        this.queue = new ArrayBlockingQueue<>(queue);
    }

    void start() {
        thread.start();
    }

    CompletableFuture<Void> write(DeadLetter entry) {
        Waiting waiting = new Waiting(entry, new CompletableFuture<>(), null);
        if (closing) {
            lose(List.of(waiting), new DeadLetterNotStoredException("The dead-letter store is closed"));
        } else if (!queue.offer(waiting)) {
            lose(
                    List.of(waiting),
                    new DeadLetterNotStoredException(
                            "The queue of dead letters is full; the database is slow or mehari.dead-letters.queue small"));
        } else if (ended) {
            loseRest();
        }
        return waiting.stored();
    }

    /**
     * Removes old entries on the writer's thread, soon. Of two that are asked for at a time, one removes for both.
     *
     * @param olderThan time before which an entry failed
     */
    CompletableFuture<Integer> expire(Instant olderThan) {
        Expiry asked = new Expiry(olderThan, new CompletableFuture<>());
        Expiry waiting = expiry.accumulateAndGet(asked, Expiry::with);
        if (waiting == asked) {
            queue.offer(WAKE);
        }
        if (ended) {
            giveUpExpiry();
        }
        return waiting.removed();
    }

    int queued() {
        return queue.size();
    }

    /**
     * Changes entries on the writer's thread, after those that were queued before.
     *
     * @param work waits for the database
     * @return what it gave, or threw; fails immediately if no room is left in the queue
     */
    <T> CompletableFuture<T> change(Supplier<T> work) {
        Change<T> change = new Change<>(work, new CompletableFuture<>());
        if (closing || !queue.offer(new Waiting(null, null, change))) {
            change.giveUp(queue.size());
        } else if (ended) {
            loseRest();
        }
        return change.done();
    }

    long lost() {
        return lost.sum();
    }

    Optional<String> problem() {
        return ended && !closed
                ? Optional.of("Dead letters are lost because the thread that writes them has ended; the log has the"
                        + " cause. Stop and start the gateway")
                : problem;
    }

    /** Writes what is queued, for at most so long, and ends the thread. What is left by then is lost. */
    void close(Duration within) throws InterruptedException {
        closed = true;
        closing = true;
        queue.offer(WAKE);
        thread.join(within.toMillis());
        loseRest();
    }

    private void run() {
        try {
            while (!closing || !queue.isEmpty()) {
                step();
            }
        } catch (InterruptedException e) {
            LOG.warn("The writer of dead letters was interrupted and ends");
            Thread.currentThread().interrupt();
        } finally {
            closing = true;
            ended = true;
            loseRest();
            giveUpExpiry();
        }
    }

    /** Whatever is thrown, the thread lives on: who ends the process because of it is told by the log. */
    private void step() throws InterruptedException {
        try {
            List<Waiting> taken = next();
            if (!taken.isEmpty()) {
                take(taken);
                attempt(archive::tidyWhileWriting);
            } else if (refused != null && !closing) {
                probe();
            } else if (expiry.get() == null && !closing) {
                attempt(archive::tidyWhileIdle);
            }
            expire();
        } catch (RuntimeException | Error e) {
            LOG.error("The writer of dead letters met a defect and goes on", e);
        }
    }

    /** Entries are somebody's answer: they come before changes. */
    private void take(List<Waiting> taken) {
        List<Waiting> entries =
                taken.stream().filter(waiting -> waiting.change() == null).toList();
        if (!entries.isEmpty()) {
            write(entries);
        }
        taken.stream().map(Waiting::change).filter(Objects::nonNull).forEach(Change::run);
    }

    private void expire() {
        Expiry asked = expiry.getAndSet(null);
        if (asked != null) {
            try {
                asked.removed().complete(archive.expire(asked.olderThan()));
            } catch (RuntimeException | Error e) {
                asked.removed().completeExceptionally(e);
                LOG.warn("Old dead letters could not be removed", e);
            }
        }
    }

    private void giveUpExpiry() {
        Expiry asked = expiry.getAndSet(null);
        if (asked != null) {
            asked.removed().completeExceptionally(new DeadLettersBusyException(0));
        }
    }

    /** The file is made smaller if the database lets us; if not, that shows at the next entry. */
    private static void attempt(Runnable tidying) {
        try {
            tidying.run();
        } catch (RuntimeException e) {
            LOG.debug("The file of dead letters was not made smaller", e);
        }
    }

    private List<Waiting> next() throws InterruptedException {
        Waiting first = queue.poll(probeEvery.toMillis(), TimeUnit.MILLISECONDS);
        List<Waiting> entries = new ArrayList<>();
        if (first != null) {
            entries.add(first);
            queue.drainTo(entries, batch - 1);
            entries.removeIf(waiting -> waiting == WAKE);
        }
        return entries;
    }

    private void write(List<Waiting> entries) {
        try {
            archive.add(entries.stream().map(Waiting::entry).toList());
            works();
            entries.forEach(waiting -> waiting.stored().complete(null));
        } catch (DataIntegrityViolationException e) {
            refuse(entries, e);
        } catch (RuntimeException | Error e) {
            // Whatever it is, no caller may wait indefinitely and the thread must live on.
            fails(e);
            refused = entries.get(0).entry();
            lose(entries, new DeadLetterNotStoredException("The dead-letter database failed", e));
        }
    }

    /** An entry that does not fit the table is lost alone: the others of its batch are written one by one. */
    private void refuse(List<Waiting> entries, DataIntegrityViolationException e) {
        if (entries.size() > 1) {
            entries.forEach(waiting -> write(List.of(waiting)));
            return;
        }
        LOG.error(
                "Dead letter {} does not fit the database and is lost",
                entries.get(0).entry().id(),
                e);
        lose(entries, new DeadLetterNotStoredException("The dead letter does not fit the database", e));
    }

    private void probe() {
        try {
            archive.probe(refused);
            works();
        } catch (RuntimeException | Error e) {
            fails(e);
        }
    }

    private void works() {
        if (problem.isPresent()) {
            LOG.info(
                    "The dead-letter database works again; {} since the start",
                    Counted.of(lost(), "dead letter was lost", "dead letters were lost"));
            problem = Optional.empty();
            refused = null;
        }
    }

    private void fails(Throwable e) {
        if (problem.isEmpty() || e instanceof Error) {
            LOG.error("The dead-letter database failed; dead letters are lost until it works again", e);
        }
        problem =
                Optional.of("Dead letters are lost because their database fails; the log has the cause. Look for a full"
                        + " disk. It is tried again every few seconds");
    }

    private void loseRest() {
        List<Waiting> rest = new ArrayList<>();
        queue.drainTo(rest);
        rest.removeIf(waiting -> waiting == WAKE);
        rest.stream().map(Waiting::change).filter(Objects::nonNull).forEach(change -> change.giveUp(0));
        rest.removeIf(waiting -> waiting.change() != null);
        lose(rest, new DeadLetterNotStoredException("The dead-letter store closed before the dead letter was written"));
    }

    private void lose(List<Waiting> entries, DeadLetterNotStoredException why) {
        if (!entries.isEmpty()) {
            lost.add(entries.size());
            if (losses.occurred() > 0) {
                LOG.warn(
                        "{} since the start, that of request {} among them: {}",
                        Counted.of(lost(), "dead letter is lost", "dead letters are lost"),
                        entries.get(0).entry().requestId(),
                        why.getMessage());
            }
            entries.forEach(waiting -> waiting.stored().completeExceptionally(why));
        }
    }

    private record Expiry(Instant olderThan, CompletableFuture<Integer> removed) {
        static Expiry with(Expiry waiting, Expiry asked) {
            if (waiting == null) {
                return asked;
            }
            Instant later = waiting.olderThan.isAfter(asked.olderThan) ? waiting.olderThan : asked.olderThan;
            return new Expiry(later, waiting.removed);
        }
    }

    /** An entry to be written, or a change of those that are there. */
    private record Waiting(DeadLetter entry, CompletableFuture<Void> stored, Change<?> change) {}

    private record Change<T>(Supplier<T> work, CompletableFuture<T> done) {
        void run() {
            try {
                done.complete(work.get());
            } catch (RuntimeException | Error e) {
                done.completeExceptionally(e);
            }
        }

        void giveUp(int waiting) {
            done.completeExceptionally(new DeadLettersBusyException(waiting));
        }
    }
}
