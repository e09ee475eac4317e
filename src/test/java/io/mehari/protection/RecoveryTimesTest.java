package io.mehari.protection;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import io.mehari.upstream.CallSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Pauses that follow how long servers take to be good again. */
class RecoveryTimesTest {
    private static final CallSettings.Retry RETRY = CallSettings.DEFAULTS.retry();
    private static final Path TRACES = Path.of("src/test/resources/recovery/outages.csv");

    private final RecoveryTimes times = new RecoveryTimes();

    @Test
    void areWhatIsConfiguredUntilEnoughIsKnown() {
        observe("files", Duration.ofSeconds(9), RecoveryTimes.ENOUGH - 1);
        assertThat(times.base("files", RETRY)).isEqualTo(RETRY.base());
        observe("files", Duration.ofSeconds(9), 1);
        assertThat(times.base("files", RETRY)).isGreaterThan(RETRY.base());
        assertThat(times.base("mail", RETRY)).isEqualTo(RETRY.base());
    }

    @Test
    void theLastRetryOfAServerThatAlwaysTakesAsLongComesThen() {
        observe("files", Duration.ofSeconds(14), 100);
        Duration base = times.base("files", RETRY);
        assertThat(base.multipliedBy(7)).isBetween(Duration.ofSeconds(14), Duration.ofMillis(14_100));
    }

    @Test
    void stayWithinAQuarterAndEightTimes() {
        observe("quick", Duration.ofMillis(1), 20);
        observe("slow", Duration.ofHours(1), 20);
        assertThat(times.base("quick", RETRY)).isEqualTo(RETRY.base().dividedBy(4));
        assertThat(times.base("slow", RETRY)).isEqualTo(RETRY.base().multipliedBy(8));
    }

    @Test
    void aRecoveryThatFailedSaysThatTheServerNeedsLonger() {
        IntStream.range(0, 20)
                .forEach(i -> times.observed("files", Duration.ofSeconds(4).toNanos(), false));
        observe("mail", Duration.ofSeconds(4), 20);
        assertThat(times.base("files", RETRY)).isGreaterThan(times.base("mail", RETRY));
    }

    @Test
    void noMoreServersThanItsBound() {
        IntStream.range(0, RecoveryTimes.MOST_SERVERS + 10)
                .forEach(i -> observe("server" + i, Duration.ofSeconds(9), RecoveryTimes.ENOUGH));
        assertThat(times.base("server0", RETRY)).isNotEqualTo(RETRY.base());
        assertThat(times.base("server" + (RecoveryTimes.MOST_SERVERS + 5), RETRY))
                .isEqualTo(RETRY.base());
    }

    @Test
    @ChangesBehaviour("mehari.protection.adaptive-pauses")
    void switchedOffTheyAreWhatIsConfigured() {
        for (boolean adaptive : new boolean[] {false, true}) {
            RecoveryTimes chosen = new ProtectionSettings(adaptive).times();
            IntStream.range(0, 20).forEach(i -> chosen.observed("files", 1, true));
            assertThat(chosen.base("files", RETRY).equals(RETRY.base())).isEqualTo(!adaptive);
        }
    }

    /**
     * A call that fails when the outage begins is sent again three times; it is recovered if one of them comes afterwards.
     * The outages are few and the bounds were chosen with them in sight: what is asked is that it is better, not by how much.
     */
    @Test
    void onRecordedOutagesMoreCallsAreRecoveredAndSooner() {
        Figures fixed = replay(RecoveryTimes.OFF);
        Figures adaptive = replay(new RecoveryTimes());
        System.out.printf("fixed pauses: %s; adaptive pauses: %s%n", fixed, adaptive);
        assertThat(adaptive.recovered).isGreaterThanOrEqualTo(fixed.recovered + fixed.all / 20);
        for (String server : List.of("quick", "middle")) {
            assertThat(adaptive.waitedInVain(server)).as(server).isLessThan(fixed.waitedInVain(server));
        }
    }

    private static Figures replay(RecoveryTimes times) {
        Figures figures = new Figures();
        for (String line : lines()) {
            String server = line.substring(0, line.indexOf(','));
            long outage = Long.parseLong(line.substring(line.indexOf(',') + 1));
            RetryRules rules = new RetryRules(() -> 0.5, null, null, times);
            long at = 0;
            boolean good = false;
            for (int retries = 0; retries < RETRY.max() && !good; retries++) {
                at += rules.pause(server, RETRY, retries).toMillis();
                good = at >= outage;
            }
            times.observed(server, Duration.ofMillis(at).toNanos(), good);
            figures.count(server, good, at - outage);
        }
        return figures;
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(TRACES).stream()
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void observe(String server, Duration took, int count) {
        IntStream.range(0, count).forEach(i -> times.observed(server, took.toNanos(), true));
    }

    private static final class Figures {
        private final List<String> servers = new ArrayList<>();
        private final List<Long> late = new ArrayList<>();
        private int all;
        private int recovered;

        void count(String server, boolean good, long millisLate) {
            all++;
            if (good) {
                recovered++;
                servers.add(server);
                late.add(millisLate);
            }
        }

        double waitedInVain(String server) {
            return IntStream.range(0, late.size())
                    .filter(i -> servers.get(i).equals(server))
                    .mapToLong(late::get)
                    .average()
                    .orElse(Double.NaN);
        }

        @Override
        public String toString() {
            return "%d of %d recovered, %.0f, %.0f, %.0f ms after the quick, middle, slow server was good again"
                    .formatted(recovered, all, waitedInVain("quick"), waitedInVain("middle"), waitedInVain("slow"));
        }
    }
}
