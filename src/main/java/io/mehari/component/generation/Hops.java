package io.mehari.component.generation;

import io.mehari.call.CallControl;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many routes stand around an exchange, each called by the one before. Kept as an exchange property, so that every
 * copy of the exchange (wireTap, seda, split, an attempt) begins where its original was. A call that is in at most {@link
 * #SHALLOW} routes at a time has none: its {@link CallControl} counts them, which costs next to nothing.
 *
 * @param depth number of routes, from 1
 * @param deepOnes hand-overs of this call below {@link #DEEP}, shared by all its copies
 */
record Hops(int depth, AtomicInteger deepOnes) {
    /** The exchange property. */
    static final String PROPERTY = "mehariHops";

    /** Routes that may stand around each other; the shipped ones need four. */
    static final int DEEPEST = 100;

    /** Routes that a call may be in at a time before its exchanges count for themselves. */
    static final int SHALLOW = 8;

    /** Where depth is no longer usual, so that hand-overs are counted as well. */
    static final int DEEP = 10;

    /** Hand-overs below {@link #DEEP} in one call: routes that call themselves twice would not end by depth alone. */
    static final int MOST_DEEP_ONES = 10_000;

    /**
     * One deeper than this exchange is now.
     *
     * @param now of the exchange that is about to enter a route; null if it has none yet
     * @param control of its call; null where no call is worked on
     * @return null if that would be too deep
     */
    static Hops deeper(Hops now, CallControl control) {
        if (now == null) {
            return control == null ? new Hops(1, new AtomicInteger()) : new Hops(SHALLOW + 1, control.deepRoutes());
        }
        if (now.depth >= DEEPEST || (now.depth >= DEEP && now.deepOnes.incrementAndGet() > MOST_DEEP_ONES)) {
            return null;
        }
        return new Hops(now.depth + 1, now.deepOnes);
    }
}
