package io.mehari.replay;

import io.mehari.call.Caller;
import io.mehari.deadletter.ReplayRefusedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Replays many letters, a few at a time, each with an end of its own. Safe for concurrent use. */
public final class ReplayBatch {
    /** Letters that are replayed at the same time. */
    static final int AT_ONCE = 5;

    private final Replayer replayer;

    /**
     * Batches of a replayer.
     *
     * @param replayer replays each letter
     */
    ReplayBatch(Replayer replayer) {
        this.replayer = replayer;
    }

    /**
     * What became of one letter.
     *
     * @param id of the letter
     * @param replayed how its call ended, if it was made and that was written down
     * @param failure why not; a {@link ReplayRefusedException} if nothing was done
     */
    public record Item(String id, Optional<Replayed> replayed, Optional<Throwable> failure) {}

    /**
     * Replays letters in their order.
     *
     * @param ids of the letters
     * @param caller in whose name calls are made
     * @param force whether the caller answers for tools that may run twice
     * @return one item for each, in the same order; never ends exceptionally
     */
    public CompletableFuture<List<Item>> replay(List<String> ids, Caller caller, boolean force) {
        List<CompletableFuture<Item>> items = new ArrayList<>();
        for (int i = 0; i < ids.size(); i++) {
            String id = ids.get(i);
            CompletableFuture<?> place = i < AT_ONCE ? CompletableFuture.completedFuture(null) : items.get(i - AT_ONCE);
            items.add(place.thenCompose(free -> item(id, caller, force)));
        }
        return CompletableFuture.allOf(items.toArray(CompletableFuture[]::new))
                .thenApply(all -> items.stream().map(CompletableFuture::join).toList());
    }

    private CompletableFuture<Item> item(String id, Caller caller, boolean force) {
        return replayer.replay(id, caller, force)
                .handle((replayed, failure) ->
                        new Item(id, Optional.ofNullable(replayed), Optional.ofNullable(failure)));
    }
}
