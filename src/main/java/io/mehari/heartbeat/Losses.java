package io.mehari.heartbeat;

import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.UpstreamStatus;

/**
 * Counts how often a connection was lost or could not be made, from what its status tells now and then. Not safe for
 * concurrent use.
 */
final class Losses {
    private long restarts;
    private long tries;
    private boolean began;

    /**
     * What has happened since the last look. The first connection is no loss, a second attempt at it is; one that a call
     * has begun is none, since it says how often callers ask and not how the server is.
     *
     * @param status as it is now
     * @return a number from 0
     */
    long since(UpstreamStatus status) {
        long returned = status.restarts() - restarts;
        long own = status.attempts() - status.provoked();
        long tried = own - (returned > 0 ? 0 : tries);
        long counted = returned > 0 && tries > 0 ? 1 : 0; // the attempt that has succeeded was counted before
        boolean first = !began && status.attempts() > 0 && status.restarts() == 0;
        long lost = Math.max(0, returned - counted) + Math.max(0, tried) - (first ? 1 : 0);
        began |= status.state() == UpstreamState.READY || status.attempts() > 0;
        restarts = status.restarts();
        tries = own;
        return Math.max(0, lost);
    }
}
