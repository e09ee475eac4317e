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
    private static final ContextTool IN_ACME = new ContextTool("tenant=acme", READ);

    @Test
    void aJournalIsCountedOnceFromWhereMoreOfItIsCounted() {
        List<OriginSums> database = List.of(of(ONE, 5), of(TWO, 3));
        List<OriginSums> redis = List.of(of(ONE, 4), of(TWO, 8));
        LearnedSums merged = merged(List.of(database, redis));
        assertThat(merged.tools()).containsOnlyKeys(READ);
        assertThat(merged.tools().get(READ).calls()).isEqualTo(13);
        assertThat(merged.contexts()).containsOnly(Map.entry(IN_ACME, sums(13)));
        assertThat(merged(List.of(redis, database, redis)))
                .as("in whatever order, however often")
                .isEqualTo(merged);
    }

    @Test
    void theToolsThatAreCalledMostAreKept() {
        OriginSums three = new OriginSums(
                ONE,
                6,
                new LearnedSums(
                        Map.of(READ, sums(3), new ToolName("a", "b"), sums(2), new ToolName("a", "c"), sums(1)),
                        Map.of(IN_ACME, sums(1), new ContextTool("tenant=b", READ), sums(2))));
        LearnedSums merged = OriginSums.merged(List.of(List.of(three)), 2, 1);
        assertThat(merged.tools()).containsOnlyKeys(READ, new ToolName("a", "b"));
        assertThat(merged.contexts()).containsOnlyKeys(new ContextTool("tenant=b", READ));
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
            assertThat(merged(places).tools().get(READ).calls()).isEqualTo(expected);
            assertThat(merged(places).contexts().get(IN_ACME).calls()).isEqualTo(expected);
        }
    }

    private static OriginSums of(Origin origin, long calls) {
        return new OriginSums(origin, calls, new LearnedSums(Map.of(READ, sums(calls)), Map.of(IN_ACME, sums(calls))));
    }

    private static LearnedSums merged(List<List<OriginSums>> places) {
        return OriginSums.merged(places, 10, 10);
    }

    private static ToolSums sums(long calls) {
        return new ToolSums(calls, calls, 10 * calls, 0, 0, TestCalls.NOON);
    }
}
