package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.alert.AlertBook;
import io.mehari.support.FakeUpstream;
import io.mehari.support.MovableClock;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("S4.1: heartbeats of many connections lie evenly in the interval")
class SpreadTest {
    private static final HeartbeatSettings SETTINGS = HeartbeatSettings.DEFAULTS;
    private static final int SERVERS = 100;
    private static final int SESSIONS = 1000;
    private static final int INTERVAL = 10;

    private final MovableClock clock = new MovableClock();
    private final Upstreams upstreams = new Upstreams();
    private final ServerHeartbeats servers = new ServerHeartbeats(
            upstreams,
            List::of,
            clock,
            this::now,
            new HealthChanges(new AlertBook(event -> {}, clock), event -> {}, new CrashLoops(this::now), clock));
    private final List<ClientSession> open = new ArrayList<>();
    private final SessionHeartbeats clients =
            new SessionHeartbeats(() -> List.of(() -> List.copyOf(open)), clock, this::now);

    SpreadTest() {
        for (int at = 0; at < SERVERS; at++) {
            upstreams.add(new FakeUpstream("s" + at));
        }
        for (int at = 0; at < SESSIONS; at++) {
            open.add(new FakeSession("c" + at));
        }
    }

    @Test
    void noTickAsksMoreServersThanTheirPart() {
        even(seconds(6 * INTERVAL, this::pings), SERVERS);
        assertThat(pings()).isBetween(6L * SERVERS - SERVERS, 6L * SERVERS + SERVERS);
    }

    @Test
    void norMoreClients() {
        even(seconds(6 * INTERVAL, this::beats), SESSIONS);
    }

    @Test
    void eachKeepsItsPlaceAlsoAfterTheGatewayStoodStill() {
        seconds(2 * INTERVAL, this::pings);
        List<Long> before = seconds(INTERVAL, this::pings);
        clock.advance(Duration.ofSeconds(7 * INTERVAL));
        seconds(INTERVAL, this::pings);
        assertThat(seconds(INTERVAL, this::pings)).isEqualTo(before);
    }

    @Test
    void andSpreadWhereTheyAreConnectedTogether() {
        seconds(INTERVAL, this::pings);
        clock.advance(Duration.ofMillis(400));
        upstreams.all().forEach(upstream -> ((FakeUpstream) upstream).since(clock.instant()));
        even(seconds(3 * INTERVAL, this::pings), SERVERS);
    }

    @Test
    void eachIsAskedOnceInAnInterval() {
        seconds(6 * INTERVAL, this::pings);
        assertThat(servers.all())
                .extracting(pulse -> pulse.read(Beats::total))
                .allSatisfy(beats -> assertThat(beats).isBetween(5L, 7L));
        assertThat(open)
                .extracting(session -> clients.pulse(session).read(Beats::total))
                .allSatisfy(beats -> assertThat(beats).isBetween(5L, 7L));
    }

    /** A tick has a tenth of all, and a fifth of that more or less; the first one sees them for the first time. */
    private static void even(List<Long> counts, int all) {
        long part = all / INTERVAL;
        assertThat(counts.get(0)).isLessThanOrEqualTo(part + part / 5);
        assertThat(counts.subList(1, counts.size()))
                .allSatisfy(count -> assertThat(count).isBetween(part - part / 5, part + part / 5));
    }

    /** How many more there are after each second. */
    private List<Long> seconds(int seconds, LongSupplier counted) {
        List<Long> counts = new ArrayList<>();
        for (int at = 0; at < seconds; at++) {
            long before = counted.getAsLong();
            clock.advance(Duration.ofSeconds(1));
            servers.tick(SETTINGS, 0, 0);
            clients.tick(SETTINGS, 0);
            counts.add(counted.getAsLong() - before);
        }
        return counts;
    }

    private long pings() {
        return servers.all().stream()
                .mapToLong(pulse -> pulse.read(Beats::total))
                .sum();
    }

    private long beats() {
        return open.stream()
                .mapToLong(session -> clients.pulse(session).read(Beats::total))
                .sum();
    }

    private long now() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }
}
