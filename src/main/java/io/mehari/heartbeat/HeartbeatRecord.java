package io.mehari.heartbeat;

import io.mehari.text.Version;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.ServerHealth;
import io.mehari.upstream.UpstreamStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * All that is told of the heartbeats of one connection, by the names that log and JSON have for it.
 *
 * @param fields by name, in the order in which they are told; values are text, numbers, or null where nothing is known
 */
record HeartbeatRecord(Map<String, Object> fields) {
    private static final double TENTHS = 10;
    private static final int LONGEST_CLIENT = 50;

    static HeartbeatRecord of(Pulse pulse, Clock clock) {
        UpstreamStatus status = pulse.upstream().status();
        ServerHealth health = pulse.health();
        Instant now = clock.instant();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("heartbeat", pulse.read(Beats::total));
        fields.put("protocol_version", status.protocolVersion().orElse(null));
        fields.put("request_id", pulse.upstream().name() + "-" + status.restarts());
        fields.put("method", pulse.method());
        fields.put("client_ip", null);
        fields.put("user_agent", "mehari/" + Version.current());
        fields.put("proxy_name", pulse.upstream().name());
        fields.put(
                "session_age_seconds",
                tenths(Duration.between(status.since(), now).toMillis() / 1e3));
        fields.put(
                "connection_timestamp",
                status.since().truncatedTo(ChronoUnit.SECONDS).toString());
        fields.put("pending_messages", status.inFlight());
        fields.put("transport_type", status.transport());
        fields.put("heartbeat_interval_seconds", tenths(pulse.interval().toMillis() / 1e3));
        boolean known = health.latencyMillis().isPresent();
        fields.put("response_time_ms", known ? tenths(health.latencyMillis().getAsDouble()) : null);
        pulse.read(beats -> counted(fields, beats));
        fields.put("outcome", pulse.outcome());
        fields.put("state", word(health.state()));
        fields.put("reason", health.reason().orElse(null));
        return new HeartbeatRecord(fields);
    }

    static HeartbeatRecord of(
            ClientSession session, SessionPulse pulse, HeartbeatSettings settings, double load, Clock clock, long now) {
        ClientSession.About about = session.about();
        SessionPulse.State state = pulse.state(session, settings, now);
        double age = (now - about.openedAt()) / 1e9;
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("heartbeat", pulse.read(Beats::total));
        fields.put("protocol_version", about.protocolVersion());
        fields.put("request_id", about.id());
        fields.put("method", "ping");
        fields.put("client_ip", about.clientIp().isEmpty() ? null : about.clientIp());
        fields.put("user_agent", about.userAgent().isEmpty() ? null : about.userAgent());
        fields.put("proxy_name", about.proxyName());
        fields.put("session_age_seconds", tenths(age));
        fields.put(
                "connection_timestamp",
                clock.instant()
                        .minusMillis(Math.round(age * 1e3))
                        .truncatedTo(ChronoUnit.SECONDS)
                        .toString());
        fields.put("pending_messages", session.pending());
        fields.put("transport_type", about.transport());
        fields.put(
                "heartbeat_interval_seconds",
                tenths(SessionHeartbeats.interval(settings, load).toMillis() / 1e3));
        fields.put("response_time_ms", pulse.read(beats -> beats.samples() == 0 ? null : tenths(beats.latestMillis())));
        pulse.read(beats -> counted(fields, beats));
        fields.put("outcome", pulse.outcome());
        fields.put("state", state.name().toLowerCase(Locale.ROOT));
        fields.put("idle_seconds", tenths((now - session.heardAt()) / 1e9));
        return new HeartbeatRecord(fields);
    }

    /** The same of a connection that belongs to one client. */
    HeartbeatRecord ownedBy(String client) {
        Map<String, Object> owned = new LinkedHashMap<>(fields);
        owned.put("client", client.length() > LONGEST_CLIENT ? client.substring(0, LONGEST_CLIENT) + "..." : client);
        return new HeartbeatRecord(owned);
    }

    private static Void counted(Map<String, Object> fields, Beats beats) {
        fields.put("average_response_time_ms", tenths(beats.averageMillis()));
        fields.put("success_rate_percent", tenths(beats.successPercent()));
        fields.put("error_rate_percent", tenths(beats.errorPercent()));
        fields.put("last_heartbeat", beats.last() == null ? null : beats.last().toString());
        return null;
    }

    static String word(HealthState state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    /** To one place after the point, as people read it. */
    static double tenths(double value) {
        return Math.round(value * TENTHS) / TENTHS;
    }
}
