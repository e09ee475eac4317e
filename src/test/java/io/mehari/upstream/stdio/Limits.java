package io.mehari.upstream.stdio;

import java.time.Duration;

/** The default limits with one of them changed. */
final class Limits {
    private static final StdioLimits ALL = StdioLimits.DEFAULTS;

    /** Waits for a server as long as a busy machine may take to start it. */
    static final StdioLimits PATIENT = joinWait(StdioFixture.LIMIT);

    /** Waits as long for the exit code of a server that has closed its output, too: most end a moment later. */
    static final StdioLimits UNTIL_EXIT = with(
            ALL.queuedMessages(),
            ALL.callsInFlight(),
            ALL.connect(),
            ALL.listPages(),
            StdioFixture.LIMIT,
            StdioFixture.LIMIT);

    private Limits() {}

    static StdioLimits queuedMessages(int most) {
        return with(most, ALL.callsInFlight(), ALL.connect(), ALL.listPages(), ALL.joinWait());
    }

    static StdioLimits callsInFlight(int most) {
        return with(ALL.queuedMessages(), most, ALL.connect(), ALL.listPages(), ALL.joinWait());
    }

    static StdioLimits connect(Duration longest) {
        return with(ALL.queuedMessages(), ALL.callsInFlight(), longest, ALL.listPages(), ALL.joinWait());
    }

    static StdioLimits listPages(int most) {
        return with(ALL.queuedMessages(), ALL.callsInFlight(), ALL.connect(), most, ALL.joinWait());
    }

    static StdioLimits joinWait(Duration longest) {
        return with(ALL.queuedMessages(), ALL.callsInFlight(), ALL.connect(), ALL.listPages(), longest);
    }

    private static StdioLimits with(int queued, int inFlight, Duration connect, int pages, Duration joinWait) {
        return with(queued, inFlight, connect, pages, joinWait, ALL.exitDrain());
    }

    private static StdioLimits with(
            int queued, int inFlight, Duration connect, int pages, Duration joinWait, Duration exitDrain) {
        return new StdioLimits(
                ALL.maxLineBytes(),
                queued,
                ALL.queuedBytes(),
                inFlight,
                connect,
                pages,
                joinWait,
                ALL.restartBase(),
                ALL.restartMax(),
                ALL.stableAfter(),
                exitDrain,
                ALL.closeGrace(),
                ALL.terminateGrace(),
                ALL.budget());
    }
}
