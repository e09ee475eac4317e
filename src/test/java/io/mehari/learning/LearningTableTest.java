package io.mehari.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.dao.DataAccessException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;

class LearningTableTest {
    private static final Origin ONE = new Origin("1111111111111111", "aaaaaaaaaaaaaaaa");
    private static final Origin OTHER_EPOCH = new Origin("1111111111111111", "bbbbbbbbbbbbbbbb");
    private static final Origin OTHER_NODE = new Origin("2222222222222222", "aaaaaaaaaaaaaaaa");
    private static final ToolName READ = new ToolName("files", "read");
    private static final ToolName WRITE = new ToolName("files", "write");
    private static final Instant NOON = TestCalls.NOON;

    @ParameterizedTest
    @EnumSource
    void addsUpWhatIsLearnt(TestStores store) {
        LearningTable table = new LearningTable(store.opened());
        table.add(ONE, 0, 3, LearnedSums.of(Map.of(READ, sums(3, NOON))));
        table.add(
                ONE,
                3,
                7,
                LearnedSums.of(Map.of(READ, sums(2, NOON.minus(Duration.ofHours(1))), WRITE, sums(2, NOON))));

        assertThat(table.position(ONE)).isEqualTo(7);
        assertThat(table.sums(10)).containsOnly(Map.entry(READ, sums(5, NOON)), Map.entry(WRITE, sums(2, NOON)));
        assertThat(table.sums(1)).containsOnlyKeys(READ);
    }

    @ParameterizedTest
    @EnumSource
    void countsNothingTwice(TestStores store) {
        LearningTable table = new LearningTable(store.opened());
        table.add(ONE, 0, 3, LearnedSums.of(Map.of(READ, sums(3, NOON))));

        for (long from : new long[] {0, 2, 4}) {
            assertThatThrownBy(() -> table.add(ONE, from, 9, LearnedSums.of(Map.of(READ, sums(3, NOON)))))
                    .isInstanceOf(OptimisticLockingFailureException.class);
        }
        assertThat(table.position(ONE)).isEqualTo(3);
        assertThat(table.sums(10)).containsOnly(Map.entry(READ, sums(3, NOON)));
    }

    @ParameterizedTest
    @EnumSource
    void journalsOfSeveralGatewaysAreAddedUp(TestStores store) {
        LearningTable table = new LearningTable(store.opened());
        table.add(ONE, 0, 3, LearnedSums.of(Map.of(READ, sums(3, NOON))));
        table.add(OTHER_EPOCH, 0, 1, LearnedSums.of(Map.of(READ, sums(1, NOON))));
        table.add(OTHER_NODE, 0, 2, LearnedSums.of(Map.of(READ, sums(2, NOON.plusSeconds(5)))));

        assertThat(table.sums(10)).containsOnly(Map.entry(READ, sums(6, NOON.plusSeconds(5))));
        assertThat(table.position(OTHER_EPOCH)).isEqualTo(1);
        assertThat(table.position(new Origin("3333333333333333", "aaaaaaaaaaaaaaaa")))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void eachJournalIsKnownByItselfWithItsPlace(TestStores store) {
        LearningTable table = new LearningTable(store.opened());
        table.add(ONE, 0, 3, LearnedSums.of(Map.of(READ, sums(3, NOON), WRITE, sums(1, NOON))));
        table.add(OTHER_NODE, 0, 2, LearnedSums.of(Map.of(READ, sums(2, NOON))));
        table.add(OTHER_EPOCH, 0, 5, LearnedSums.of(Map.of()));

        assertThat(table.journals())
                .containsExactlyInAnyOrder(
                        new OriginSums(ONE, 3, LearnedSums.of(Map.of(READ, sums(3, NOON), WRITE, sums(1, NOON)))),
                        new OriginSums(OTHER_NODE, 2, LearnedSums.of(Map.of(READ, sums(2, NOON)))),
                        new OriginSums(OTHER_EPOCH, 5, LearnedSums.of(Map.of())));
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatFailsLeavesNothing(TestStores store) {
        TestStores.Switched database = store.opened();
        LearningTable table = new LearningTable(database);
        ToolName tooLong = new ToolName("files", "x".repeat(300));

        assertThatThrownBy(() ->
                        table.add(ONE, 0, 2, LearnedSums.of(Map.of(READ, sums(1, NOON), tooLong, sums(1, NOON)))))
                .isInstanceOf(DataAccessException.class);
        assertThat(table.position(ONE)).isZero();
        assertThat(table.sums(10)).isEmpty();
        assertThat(new JdbcTemplate(database).queryForObject("select count(*) from learning_positions", Long.class))
                .isZero();
    }

    @ParameterizedTest
    @EnumSource
    void placesWithoutRecordsAreKept(TestStores store) {
        LearningTable table = new LearningTable(store.opened());
        table.add(ONE, 0, 5, LearnedSums.of(Map.of()));
        assertThat(table.position(ONE)).isEqualTo(5);
    }

    @ParameterizedTest
    @EnumSource
    void costAndQualityArePlacesForWhatComes(TestStores store) {
        LearningTable table = new LearningTable(store.opened());
        table.add(ONE, 0, 1, LearnedSums.of(Map.of(READ, new ToolSums(1, 1, 2000, 0.25, 0.5, NOON))));
        table.add(ONE, 1, 2, LearnedSums.of(Map.of(READ, new ToolSums(1, 0, 1000, 0.5, 0.25, NOON))));
        assertThat(table.sums(10)).containsOnly(Map.entry(READ, new ToolSums(2, 1, 3000, 0.75, 0.75, NOON)));
    }

    @ParameterizedTest
    @EnumSource
    void contextsAreAddedUpBesideTheirTools(TestStores store) {
        LearningTable table = new LearningTable(store.opened());
        ContextTool acme = new ContextTool("tenant=acme", READ);
        ContextTool longest =
                new ContextTool("\u4e2d".repeat(200), new ToolName("\u4e2d".repeat(255), "\u4e2d".repeat(255)));
        LearnedSums first = new LearnedSums(Map.of(READ, sums(3, NOON)), Map.of(acme, sums(2, NOON)));
        table.add(ONE, 0, 3, first);
        table.add(
                ONE,
                3,
                4,
                new LearnedSums(Map.of(READ, sums(1, NOON)), Map.of(acme, sums(1, NOON), longest, sums(1, NOON))));
        table.add(OTHER_NODE, 0, 4, new LearnedSums(Map.of(READ, sums(4, NOON)), Map.of(acme, sums(4, NOON))));

        assertThat(table.sums(10)).containsOnly(Map.entry(READ, sums(8, NOON)));
        assertThat(table.contextSums(10))
                .containsOnly(Map.entry(acme, sums(7, NOON)), Map.entry(longest, sums(1, NOON)));
        assertThat(table.contextSums(1)).containsOnlyKeys(acme);
        assertThat(table.journals())
                .containsExactlyInAnyOrder(
                        new OriginSums(
                                ONE,
                                4,
                                new LearnedSums(
                                        Map.of(READ, sums(4, NOON)),
                                        Map.of(acme, sums(3, NOON), longest, sums(1, NOON)))),
                        new OriginSums(
                                OTHER_NODE,
                                4,
                                new LearnedSums(Map.of(READ, sums(4, NOON)), Map.of(acme, sums(4, NOON)))));
    }

    @ParameterizedTest
    @EnumSource
    void aBatchWhoseContextFailsLeavesNothing(TestStores store) {
        LearningTable table = new LearningTable(store.opened());
        LearnedSums sums = new LearnedSums(
                Map.of(READ, sums(1, NOON)), Map.of(new ContextTool("x".repeat(256), READ), sums(1, NOON)));
        assertThatThrownBy(() -> table.add(ONE, 0, 2, sums)).isInstanceOf(DataAccessException.class);
        assertThat(table.position(ONE)).isZero();
        assertThat(table.sums(10)).isEmpty();
        assertThat(table.contextSums(10)).isEmpty();
    }

    private static ToolSums sums(long calls, Instant last) {
        return new ToolSums(calls, calls, 2000 * calls, 0, 0, last);
    }
}
