package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Trials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway in a process of its own whose files change: under load, and while it is killed. */
class ChangesIT {
    @TempDir
    Path directory;

    @Test
    @DisplayName("S0.7: under load routes, ways in and servers change by files: no call, connection or stream is lost")
    void nothingIsLostWhileFilesChangeUnderLoad() throws Exception {
        ChangesPlan plan = Trials.count(0, 1) == 1 ? ChangesPlan.LONG : ChangesPlan.SHORT;
        try (Driver driver = new NettyDriver()) {
            ChangesResult result = new ChangesLoad(plan, directory).run(driver);

            assertThat(result.lost()).isEmpty();
            assertThat(result.calls()).isGreaterThan(plan.pipeline() * 100L);
            assertThat(result.allEffects()).hasSize(plan.pipeline() + plan.ingress() + plan.servers());
            System.out.println(Report.markdown(List.of(), List.of(ChangesCell.cell(result))));
        }
    }

    /** The data folder is locked by the database as well; here only the kept versions are shared. */
    @Test
    void aSecondGatewayOnTheSameFolderIsRefused() throws Exception {
        EditedFiles.begin(directory, directory.resolve("executions"));
        try (Gateway first = Gateway.startIn(directory)) {
            first.await(first.get("/health/live", "live"));
            String[] shared = {"--mehari.dead-letters.directory=own", "--mehari.history.directory=data/history"};
            try (Gateway second = Gateway.startIn(directory, shared)) {
                assertThat(second.process().awaitEnd())
                        .contains("Another Mehari (process ", "data/history", "mehari.history.directory")
                        .doesNotContain("\tat ");
            }
            assertThat(first.get("/health/live", "live").answer()).startsWith("200 ");
        }
    }

    @Test
    @DisplayName("S0.7: killed by SIGKILL at any time of a change it starts again from the last good state")
    void aKilledGatewayStartsFromTheLastGoodState() throws Exception {
        Random random = Trials.random(12);
        int kills = Trials.count(4, 50);
        try (KilledGateway gateway = new KilledGateway(directory, random)) {
            for (int kill = 0; kill < kills; kill++) {
                List<Integer> expected = kill(gateway, kill % 4);
                assertThat(gateway.serves()).as("kill %d", kill).isIn(expected);
                if (kill < kills - 1) {
                    gateway.mend();
                }
            }
        }
        System.out.println("Killed " + kills + " times while files changed");
    }

    private static List<Integer> kill(KilledGateway gateway, int kind) throws IOException, InterruptedException {
        return switch (kind) {
            case 0 -> gateway.killedInARequestedChange();
            case 1 -> gateway.killedAfterABrokenFile();
            case 2 -> gateway.endedAfterGoodFiles();
            default -> gateway.killedAfterGoodFiles();
        };
    }
}
