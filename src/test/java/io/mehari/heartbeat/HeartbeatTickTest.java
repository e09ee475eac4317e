package io.mehari.heartbeat;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.alert.AlertBook;
import io.mehari.support.FakeUpstream;
import io.mehari.support.MovableClock;
import io.mehari.upstream.HealthState;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HeartbeatTickTest {
    @TempDir
    Path directory;

    private final MovableClock clock = new MovableClock();
    private final FakeUpstream upstream = new FakeUpstream("files");
    private ServerHeartbeats servers;
    private HeartbeatTick tick;

    @BeforeEach
    void assemble() throws Exception {
        Path path = Files.writeString(directory.resolve("heartbeat.json"), "{\"heartbeat_check_interval_seconds\": 3}");
        Files.setLastModifiedTime(path, FileTime.from(Instant.EPOCH.minusSeconds(60)));
        HeartbeatFile file = new HeartbeatFile(path, clock);
        Upstreams upstreams = new Upstreams();
        upstreams.add(upstream);
        HealthChanges changes =
                new HealthChanges(new AlertBook(event -> {}, clock), event -> {}, new CrashLoops(this::now), clock);
        servers = new ServerHeartbeats(upstreams, List::of, clock, this::now, changes);
        SessionHeartbeats clients = new SessionHeartbeats(List::of, clock, this::now);
        HeartbeatReport report = new HeartbeatReport(file, servers, clients, () -> 0, clock, this::now);
        tick = new HeartbeatTick(file, servers, clients, report, () -> 0, this::now);
    }

    @Test
    @DisplayName("S4.3: heartbeat_check_interval_seconds is the time between two looks")
    void looksOnceInACheckInterval() {
        upstream.pingWith(new CompletableFuture<>());
        look(0);
        look(3);
        upstream.state(UpstreamState.WAITING, "away");
        look(1);
        look(1);
        assertThat(servers.pulse(upstream).orElseThrow().outcome()).isEqualTo("none");
        assertThat(servers.pulse(upstream).orElseThrow().wasReady()).isTrue();
        look(1);
        assertThat(servers.pulse(upstream).orElseThrow().wasReady()).isFalse();
    }

    @Test
    void aGatewayThatWasStoppedForAMinuteBlamesNobody() {
        look(0);
        upstream.pingWith(new CompletableFuture<>());
        look(12);
        look(60);
        assertThat(servers.of(upstream).state()).isEqualTo(HealthState.ONLINE);
        look(3);
        look(3);
        assertThat(servers.of(upstream).state()).isEqualTo(HealthState.DEGRADED);
    }

    private void look(long seconds) {
        clock.advance(Duration.ofSeconds(seconds));
        tick.settings();
        tick.servers();
        tick.clients();
        tick.log();
    }

    private long now() {
        return Duration.between(Instant.EPOCH, clock.instant()).toNanos();
    }
}
