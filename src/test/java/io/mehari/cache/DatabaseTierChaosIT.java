package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mehari.support.GatewayUnderTest;
import io.mehari.support.Tools;
import io.mehari.support.Trials;
import io.netty.util.HashedWheelTimer;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** PostgreSQL stands still, is stopped and comes back while results are looked up and kept: every lookup ends, and none fails. */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class DatabaseTierChaosIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Duration TTL = Duration.ofMinutes(30);
    private static final int CALLERS = 4;

    @TempDir
    Path directory;

    private final HashedWheelTimer timer =
            new HashedWheelTimer(new DefaultThreadFactory("mehari-test-timer", true), 10, TimeUnit.MILLISECONDS);
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicLong lookups = new AtomicLong();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(CALLERS);
    private final int port = GatewayUnderTest.freePort();
    private EmbeddedPostgres postgres;

    @AfterEach
    void close() throws Exception {
        over.set(true);
        signal("-CONT");
        callers.shutdownNow();
        callers.awaitTermination(10, TimeUnit.SECONDS);
        timer.stop();
        postgres.close();
    }

    @Test
    void everyLookupEndsWhateverBecomesOfPostgres() throws Exception {
        start();
        try (HikariDataSource pool = pool();
                CacheTier tier = new CacheTier(
                        "database",
                        new DatabaseTierStore(pool, DatabaseTierSettings.DEFAULTS, Clock.systemUTC()),
                        CacheConfiguration.DATABASE_WAIT,
                        timer,
                        Clock.systemUTC(),
                        System::nanoTime)) {
            for (int i = 0; i < CALLERS; i++) {
                callers.scheduleWithFixedDelay(() -> lookUpAndKeep(tier), 0, 1, TimeUnit.MILLISECONDS);
            }
            for (int round = 0; round < Trials.count(2, 20); round++) {
                awaitKept(tier);
                signal("-STOP");
                awaitLeftOut(tier);
                awaitLookups();
                signal("-CONT");
                awaitKept(tier);
                postgres.close();
                awaitLeftOut(tier);
                awaitLookups();
                start();
            }
            awaitKept(tier);
            assertThat(tier.problem()).isEmpty();
            over.set(true);
        }
    }

    private void lookUpAndKeep(CacheTier tier) {
        if (over.get()) {
            return;
        }
        String key = CacheKeys.of("a" + lookups.get() % 50);
        try {
            Optional<TierHit> found = tier.find(key).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            if (found.isEmpty()) {
                tier.store(key, Tools.text(key), TTL);
            } else if (!found.get().result().equals(Tools.text(key))) {
                throw new IllegalStateException("A result of another key");
            }
            lookups.incrementAndGet();
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the test has ended
        }
    }

    private void awaitLookups() {
        long until = lookups.get() + 1000;
        await().atMost(LIMIT).until(() -> lookups.get() >= until || failure.get() != null);
        assertThat(failure.get()).isNull();
    }

    private void awaitLeftOut(CacheTier tier) {
        await().atMost(LIMIT).until(() -> tier.problem().isPresent() || failure.get() != null);
        assertThat(failure.get()).isNull();
    }

    /** It is used: nothing is wrong with it, and a result is found that was kept a moment ago. */
    private void awaitKept(CacheTier tier) {
        await().atMost(LIMIT).pollInterval(Duration.ofMillis(50)).until(() -> {
            tier.store(CacheKeys.of("probe"), Tools.text("probe"), TTL);
            return tier.problem().isEmpty()
                    && tier.find(CacheKeys.of("probe"))
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .isPresent();
        });
        assertThat(failure.get()).isNull();
    }

    private void start() throws IOException {
        postgres = EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false)
                .setPGStartupWait(LIMIT)
                .start();
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(postgres.getJdbcUrl("postgres", "postgres"));
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(0);
        config.setConnectionTimeout(5000);
        HikariDataSource pool = new HikariDataSource(config);
        Flyway.configure().dataSource(pool).load().migrate();
        return pool;
    }

    /** To the process of the database and all that it has started; of no effect where it does not run. */
    private void signal(String name) throws IOException, InterruptedException {
        Path file = directory.resolve("data/postmaster.pid");
        if (!Files.exists(file)) {
            return;
        }
        long pid = Long.parseLong(Files.readAllLines(file).get(0).strip());
        List<String> command = new ArrayList<>(List.of("kill", name));
        ProcessHandle.of(pid).stream()
                .flatMap(main -> Stream.concat(Stream.of(main), main.descendants()))
                .forEach(process -> command.add(Long.toString(process.pid())));
        if (command.size() > 2) {
            new ProcessBuilder(command).start().waitFor();
        }
    }
}
