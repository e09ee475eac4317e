package io.mehari.servers;

import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamListener;
import io.mehari.upstream.UpstreamSettings;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The servers that operators have stopped, whatever their settings become. Safe for concurrent use. */
final class StoppedServers {
    private final Map<String, Stop> stops = new ConcurrentHashMap<>();

    /** Notes that a server is stopped; false if it was already. */
    boolean add(String server, String reason, Instant since) {
        return stops.putIfAbsent(server, new Stop(reason, since)) == null;
    }

    /** Notes that a server is stopped no more; false if it was not. */
    boolean remove(String server) {
        return stops.remove(server) != null;
    }

    boolean contains(String server) {
        return stops.containsKey(server);
    }

    /** What stands for a server that is stopped; empty for others. */
    Optional<Upstream> standIn(UpstreamSettings settings, UpstreamListener listener) {
        return Optional.ofNullable(stops.get(settings.name()))
                .map(stop -> AbsentUpstream.stopped(settings, listener, stop.reason(), stop.since()));
    }

    private record Stop(String reason, Instant since) {}
}
