package io.mehari.monitoring.sample;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.CallCompleted;
import io.mehari.call.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallTallyTest {
    private final CallTally tally = new CallTally();

    @Test
    void countsWhatServersHadToAnswer() {
        List<CallCompleted> calls = new ArrayList<>();
        for (Outcome outcome : Outcome.values()) {
            calls.add(call("files", outcome, false));
        }
        calls.add(call("files", Outcome.SUCCESS, true));
        calls.add(call("git", Outcome.SUCCESS, false));
        tally.add(calls);

        CallTally.Taken taken = tally.take();
        assertThat(taken.byServer().get("files")).isEqualTo(new CallFigures(9, 6, 18));
        assertThat(taken.all()).isEqualTo(new CallFigures(10, 6, 20));
        assertThat(tally.take().all()).as("begins anew").isEqualTo(CallFigures.NONE);
    }

    @Test
    void namesThatCallersInventTakeNoMemory() {
        List<CallCompleted> calls = new ArrayList<>();
        for (int i = 0; i < 3 * CallTally.MOST_SERVERS; i++) {
            calls.add(call("s" + i, Outcome.INTERNAL, false));
        }
        tally.add(calls);
        CallTally.Taken taken = tally.take();
        assertThat(taken.byServer()).hasSize(CallTally.MOST_SERVERS);
        assertThat(taken.all().calls()).isEqualTo(3 * CallTally.MOST_SERVERS);
    }

    private static CallCompleted call(String server, Outcome outcome, boolean cacheHit) {
        return new CallCompleted(
                "r", server, "tool", "anonymous", outcome, cacheHit, Duration.ofSeconds(2), Instant.EPOCH);
    }
}
