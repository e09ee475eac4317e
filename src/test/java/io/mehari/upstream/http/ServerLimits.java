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

    static HttpLimits connections(int most, int queued) {
        return with(most, queued, ALL.checkAfter(), ALL.checkWithin(), ALL.stopGrace());
    }

    /** Leaves calls this long when a connection is ended. */
    static HttpLimits stopGrace(Duration longest) {
        return with(ALL.connections(), ALL.queued(), ALL.checkAfter(), ALL.checkWithin(), longest);
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
