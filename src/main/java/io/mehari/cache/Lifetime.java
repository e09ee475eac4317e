package io.mehari.cache;

import java.time.Duration;

/**
 * How long a result is kept: while it holds, and after that while it may still be given and is renewed. Immutable.
 *
 * @param fresh how long it holds from now on; zero if it does not any more
 * @param stale how long it is kept after that; zero for not at all
 * @param age how old it is already; zero for one that a tool has just given, and where it is not known
 */
public record Lifetime(Duration fresh, Duration stale, Duration age) {
    /** Not at all. */
    public static final Lifetime NONE = of(Duration.ZERO);

    /**
     * Of a new result that is not given once it does not hold any more.
     *
     * @param fresh how long it holds
     * @return never null
     */
    public static Lifetime of(Duration fresh) {
        return of(fresh, Duration.ZERO);
    }

    /**
     * Of a new result.
     *
     * @param fresh how long it holds
     * @param stale how long it is kept after that
     * @return never null
     */
    public static Lifetime of(Duration fresh, Duration stale) {
        return new Lifetime(fresh, stale, Duration.ZERO);
    }

    /**
     * How long it is kept in all.
     *
     * @return zero or less for not at all
     */
    public Duration total() {
        return fresh.plus(stale);
    }

    /**
     * Whether it holds.
     *
     * @return false if it is kept and does not
     */
    public boolean isFresh() {
        return !fresh.isNegative() && !fresh.isZero();
    }

    /**
     * No longer than this.
     *
     * @param most how long it may be kept in all
     * @return this very one where it is not longer
     */
    public Lifetime atMost(Duration most) {
        if (total().compareTo(most) <= 0) {
            return this;
        }
        Duration held = shorter(fresh, most);
        return new Lifetime(held, shorter(stale, most.minus(held)), age);
    }

    /**
     * No longer than a new one could be kept.
     *
     * @param policy of a new one
     * @return both parts within its own
     */
    public Lifetime within(Lifetime policy) {
        return new Lifetime(shorter(fresh, policy.fresh), shorter(stale, policy.stale), age);
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }
}
