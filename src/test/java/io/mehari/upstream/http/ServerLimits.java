package io.mehari.upstream.http;

import io.mehari.upstream.http.client.HttpLimits;
import java.time.Duration;

/** The default limits with some of them changed. */
final class ServerLimits {
    private static final HttpLimits ALL = HttpLimits.DEFAULTS;

    private ServerLimits() {}

    /** Checks liveness before every call. */
    static HttpLimits alwaysCheck(Duration within) {
        return with(ALL.connections(), ALL.queued(), Duration.ZERO, within, ALL.stopGrace());
    }

    /** Waits this long for the answer to a liveness check. */
    static HttpLimits checkWithin(Duration longest) {
        return with(ALL.connections(), ALL.queued(), ALL.checkAfter(), longest, ALL.stopGrace());
    }

    static HttpLimits connections(int most, int queued) {
        return with(most, queued, ALL.checkAfter(), ALL.checkWithin(), ALL.stopGrace());
    }

    /** Leaves calls this long when a connection is ended. */
    static HttpLimits stopGrace(Duration longest) {
        return with(ALL.connections(), ALL.queued(), ALL.checkAfter(), ALL.checkWithin(), longest);
    }

    /** Opens lost event streams again after this pause, and later ones. */
    static HttpLimits reopenBase(Duration shortest) {
        return new HttpLimits(
                ALL.session(),
                ALL.maxResponseBytes(),
                ALL.connections(),
                ALL.queued(),
                ALL.tcpConnect(),
                ALL.connectionIdle(),
                ALL.checkAfter(),
                ALL.checkWithin(),
                shortest,
                ALL.reopenMax(),
                ALL.resumes(),
                ALL.refusedPause(),
                ALL.stopGrace());
    }

    private static HttpLimits with(
            int connections, int queued, Duration checkAfter, Duration checkWithin, Duration stopGrace) {
        return new HttpLimits(
                ALL.session(),
                ALL.maxResponseBytes(),
                connections,
                queued,
                ALL.tcpConnect(),
                ALL.connectionIdle(),
                checkAfter,
                checkWithin,
                ALL.reopenBase(),
                ALL.reopenMax(),
                ALL.resumes(),
                ALL.refusedPause(),
                stopGrace);
    }
}
