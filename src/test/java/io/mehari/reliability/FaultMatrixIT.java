package io.mehari.reliability;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.reliability.FaultMatrix.Row;
import io.mehari.reliability.Gateway.Answer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** What each fault of a server ends in, how soon, and that no call ever runs twice. */
class FaultMatrixIT {
    @TempDir
    static Path directory;

    private static List<Row> rows;

    @BeforeAll
    static void meetAllFaults() throws Exception {
        try (FaultMatrix matrix = new FaultMatrix()) {
            new NetworkFaults(matrix).add(TlsKeys.generate(directory));
            new AnswerFaults(matrix).add();
            new ProcessFaults(matrix, directory).add();
            rows = matrix.run(directory);
        }
    }

    @TestFactory
    Stream<DynamicTest> endsAsTheContractSays() {
        return rows.stream().map(row -> DynamicTest.dynamicTest(row.fault().title(), () -> requireContract(row)));
    }

    @Test
    void pageSaysTheSame() throws IOException {
        if (Boolean.getBoolean("mehari.reliability.write")) {
            ReliabilityPage.write(rows);
        }
        assertThat(ReliabilityPage.facts())
                .as("%s; -Dmehari.reliability.write=true writes it", ReliabilityPage.FILE)
                .isEqualTo(ReliabilityPage.facts(rows));
    }

    private static void requireContract(Row row) {
        if (row.failure() != null) {
            throw new AssertionError(row.fault().title(), row.failure());
        }
        Fault fault = row.fault();
        Answer answer = row.seen().answer();
        assertThat(answer.outcome()).as(answer.message()).isEqualTo(fault.outcome());
        assertThat(row.twice()).as("calls that ran twice").isZero();
        if (answer.outcome() == Outcome.SUCCESS) {
            assertThat(row.runs()).isEqualTo(1);
            return;
        }
        assertThat(answer.message()).doesNotContain("Exception");
        assertThat(answer.upstream()).isEqualTo(fault.server());
        if (answer.outcome() != Outcome.UPSTREAM_ERROR) { // whose message is the server's own
            assertThat(answer.message())
                    .contains(fault.server(), fault.noticed().told());
        }
        assertThat(answer.message())
                .satisfies(m -> fault.told().forEach(t -> assertThat(m).contains(t)));
        if (answer.outcome() == Outcome.UNAVAILABLE) {
            assertThat(row.runs()).as("runs of a call that was never sent").isZero();
        }
    }
}
