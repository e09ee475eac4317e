package io.mehari.learning;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How what several gateways learnt is added up. */
class OriginSumsTest {
    private static final Origin ONE = new Origin("1111111111111111", "aaaaaaaaaaaaaaaa");
    private static final Origin TWO = new Origin("2222222222222222", "aaaaaaaaaaaaaaaa");
    private static final ToolName READ = new ToolName("files", "read");

    @Test
    void aJournalIsCountedOnceFromWhereMoreOfItIsCounted() {
        List<OriginSums> database = List.of(of(ONE, 5), of(TWO, 3));
        List<OriginSums> redis = List.of(of(ONE, 4), of(TWO, 8));
        assertThat(OriginSums.merged(List.of(database, redis), 10)).containsOnlyKeys(READ);
        assertThat(OriginSums.merged(List.of(database, redis), 10).get(READ).calls())
                .isEqualTo(13);
        assertThat(OriginSums.merged(List.of(redis, database, redis), 10))
                .as("in whatever order, however often")
                .isEqualTo(OriginSums.merged(List.of(database, redis), 10));
    }

    @Test
    void theToolsThatAreCalledMostAreKept() {
        OriginSums three = new OriginSums(
                ONE, 6, Map.of(READ, sums(3), new ToolName("a", "b"), sums(2), new ToolName("a", "c"), sums(1)));
        assertThat(OriginSums.merged(List.of(List.of(three)), 2)).containsOnlyKeys(READ, new ToolName("a", "b"));
    }

    /** Each gateway counts up; what is seen of it anywhere is some earlier state, and the sum is that of the latest ones. */
    @Test
    void anyMixtureOfOldAndNewAddsUpToTheLatestOfEach() {
        Random random = new Random(7);
        for (int run = 0; run < 200; run++) {
            List<List<OriginSums>> places = List.of(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            long expected = 0;
            for (int node = 0; node < 5; node++) {
                Origin origin = new Origin("%016x".formatted(node), "aaaaaaaaaaaaaaaa");
                long latest = 0;
                for (List<OriginSums> place : places) {
                    long stored = random.nextInt(50);
                    place.add(of(origin, stored));
                    latest = Math.max(latest, stored);
                }
                expected += latest;
            }
            assertThat(OriginSums.merged(places, 10).get(READ).calls()).isEqualTo(expected);
        }
    }

    private static OriginSums of(Origin origin, long calls) {
        return new OriginSums(origin, calls, Map.of(READ, sums(calls)));
    }

    private static ToolSums sums(long calls) {
        return new ToolSums(calls, calls, 10 * calls, 0, 0, TestCalls.NOON);
    }
}
