package io.mehari.cache;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** All tiers of the result cache: this process's memory, and those outside of it that are configured. Safe for concurrent use. */
public final class CacheTiers {
    private final CaffeineResultCache memory;
    private final CacheTier redis;
    private final CacheTier database;
    private volatile Consumer<CacheScope> others = scope -> {};

    /**
     * The tiers.
     *
     * @param memory the first
     * @param redis null where there is none
     * @param database null where there is none
     */
    CacheTiers(CaffeineResultCache memory, CacheTier redis, CacheTier database) {
        this.memory = memory;
        this.redis = redis;
        this.database = database;
    }

    /**
     * The tier in this process.
     *
     * @return always there
     */
    public CaffeineResultCache memory() {
        return memory;
    }

    /**
     * The tier in Redis.
     *
     * @return empty where Redis is not configured
     */
    public Optional<CacheTier> redis() {
        return Optional.ofNullable(redis);
    }

    /**
     * The tier in the database.
     *
     * @return empty where it is not switched on
     */
    public Optional<CacheTier> database() {
        return Optional.ofNullable(database);
    }

    /**
     * The tiers outside of this process.
     *
     * @return those that are configured, the nearest first
     */
    public List<CacheTier> outside() {
        return Stream.of(redis, database).filter(Objects::nonNull).toList();
    }

    /**
     * Removes results from all tiers, and from the memories of the gateways that share Redis.
     *
     * @param scope which ones
     * @return ends in whether all tiers have removed them; never exceptionally
     */
    public CompletableFuture<Boolean> invalidate(CacheScope scope) {
        CompletableFuture<Boolean> here = invalidateHere(scope);
        others.accept(scope);
        return here;
    }

    /** Removes results from all tiers because another gateway has said so. */
    CompletableFuture<Boolean> invalidateHere(CacheScope scope) {
        memory.remove(scope);
        List<CompletableFuture<Boolean>> removed =
                outside().stream().map(tier -> tier.remove(scope)).toList();
        // once more, for what a lookup has filled in from the tiers meanwhile
        return CompletableFuture.allOf(removed.toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    memory.remove(scope);
                    return removed.stream().allMatch(CompletableFuture::join);
                });
    }

    /** Removes results from what may be this gateway's alone, its memory and its database, since it has not heard of it in time. */
    void forget(CacheScope scope) {
        memory.remove(scope);
        database().ifPresent(tier -> tier.remove(scope).thenRun(() -> memory.remove(scope)));
    }

    /** Tells other gateways what to remove. */
    void tellOthers(Consumer<CacheScope> tell) {
        others = tell;
    }
}
