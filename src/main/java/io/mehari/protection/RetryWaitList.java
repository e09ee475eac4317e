package io.mehari.protection;

import io.mehari.upstream.Upstreams;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Calls that pause before they are tried again because their server is down, by server. When it is back the first of
 * them are woken; each of those that is answered wakes more, so that a server that has just come back is not run over
 * and whoever meets the limits of its tools goes on with its pause. Safe for concurrent use.
 */
public final class RetryWaitList {
    private static final int FIRST = 10;
    private static final int MORE = 2;

    /** Of one server. The rest pause as long as they should. */
    private static final int MOST = 10_000;

    private final Upstreams upstreams;
    private final Map<String, Set<Runnable>> byServer = new ConcurrentHashMap<>();

    public RetryWaitList(Upstreams upstreams) {
        this.upstreams = upstreams;
    }

    /**
     * Adds a call.
     *
     * @param wake ends its pause; does nothing when that has ended
     * @return takes it back; to be run when the pause ends by itself
     */
    Runnable add(String server, Runnable wake) {
        byServer.compute(server, (name, calls) -> with(calls, wake));
        return () -> byServer.computeIfPresent(server, (name, calls) -> without(calls, wake));
    }

    private static Set<Runnable> with(Set<Runnable> calls, Runnable wake) {
        Set<Runnable> all = calls == null ? new LinkedHashSet<>() : calls;
        if (all.size() < MOST) {
            all.add(wake);
        }
        return all;
    }

    private static Set<Runnable> without(Set<Runnable> calls, Runnable wake) {
        calls.remove(wake);
        return calls.isEmpty() ? null : calls;
    }

    /** Whether a server is there: it may have come back just before a call was added. */
    boolean isBack(String server) {
        return upstreams.isReady(server);
    }

    /**
     * Wakes the first calls that wait for a server, those that have waited longest.
     *
     * @param server name of one that is ready
     */
    public void wake(String server) {
        wake(server, FIRST);
    }

    /** Wakes a few more, because one was answered. */
    void wakeMore(String server) {
        wake(server, MORE);
    }

    private void wake(String server, int most) {
        List<Runnable> woken = new ArrayList<>(most);
        byServer.computeIfPresent(server, (name, calls) -> {
            calls.stream().limit(most).forEach(woken::add);
            woken.forEach(calls::remove);
            return calls.isEmpty() ? null : calls;
        });
        woken.forEach(Runnable::run);
    }
}
