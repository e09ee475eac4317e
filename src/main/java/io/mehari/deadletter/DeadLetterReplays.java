package io.mehari.deadletter;

import io.mehari.text.Causes;
import io.mehari.text.StartFailureException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What becomes of dead letters: who replays one, how that ended, which were discarded. A letter is claimed by one change
 * of the database before its call is made, so that two never make it; a claim of a process that has ended is void, and
 * its letter counts as one that may have run.
 *
 * <p>Safe for concurrent use. No method waits; futures are done by the threads of {@link DeadLetters}, and what follows
 * them must be short.
 */
public final class DeadLetterReplays {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterReplays.class);

    private final DeadLetters letters;
    private final ReplayTable table;
    private final String owner = UUID.randomUUID().toString();

    /**
     * Replays of a store. Claims of earlier processes end soon where the database belongs to one gateway at a time, else when their
     * time is over.
     *
     * @param letters the store
     * @param database of the store
     */
    public DeadLetterReplays(DeadLetters letters, DataSource database) {
        this.letters = letters;
        this.table = new ReplayTable(database, letters.isShared());
        letters.change(() -> table.releaseAbandoned(owner)).whenComplete((released, failure) -> {
            if (Causes.unwrapped(failure) instanceof StartFailureException) {
                return; // told to whoever starts the gateway
            }
            if (failure != null) {
                LOG.warn("Replays that an earlier gateway has begun were not looked for: {}", failure.getMessage());
            } else if (released > 0) {
                LOG.warn(
                        "{} of dead letters had been begun when the gateway ended: their calls may have run", released);
            }
        });
    }

    /**
     * Claims a letter for one replay.
     *
     * @param id of the letter
     * @param claim who, and until when
     * @param rule says why the call must not be made once more, if it must not; run on the writer's thread
     * @return the letter, which is the caller's to replay; ends with a {@link ReplayRefusedException} if it may not be
     */
    public CompletableFuture<DeadLetter> claim(
            String id, ReplayClaim claim, Function<DeadLetter, Optional<ReplayRefusal>> rule) {
        return letters.change(() -> table.claim(id, owner, claim, rule));
    }

    /**
     * Writes down how a replay ended.
     *
     * @param id of the letter
     * @param end of a replay that was claimed
     * @return the letter afterwards; empty if it has expired meanwhile
     */
    public CompletableFuture<Optional<DeadLetter>> end(String id, ReplayEnd end) {
        return letters.change(() -> table.end(id, end));
    }

    /**
     * Letters that are to be replayed by themselves, oldest first.
     *
     * @param due which ones
     * @return never null; ends exceptionally if they cannot be read
     */
    public CompletableFuture<List<DeadLetter>> due(DueLetters due) {
        return abandonedReleased().thenCompose(released -> letters.query(() -> table.due(due)));
    }

    /** A gateway that was killed can only be missed by the others. */
    private CompletableFuture<Integer> abandonedReleased() {
        return letters.isShared() ? letters.change(table::releaseOverdue) : CompletableFuture.completedFuture(0);
    }

    /**
     * Discards one letter that waits.
     *
     * @param id of the letter
     * @return the letter afterwards, which is in another state if it did not wait; ends with a {@link
     *     ReplayRefusedException} if it is not there
     */
    public CompletableFuture<DeadLetter> discard(String id) {
        return letters.change(() -> table.discard(id));
    }

    /**
     * Discards all waiting letters of a filter, {@value ReplayTable#AT_ONCE} by a commit, so that letters of calls that
     * fail meanwhile do not wait for all of them.
     *
     * @param filter which ones
     * @return how many
     */
    public CompletableFuture<Integer> discard(DeadLetterFilter filter) {
        return letters.change(() -> table.discard(filter))
                .thenCompose(some -> some < ReplayTable.AT_ONCE
                        ? CompletableFuture.completedFuture(some)
                        : discard(filter).thenApply(rest -> some + rest));
    }
}
