package io.mehari.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The packaged build compared with itself: every process starts, answers, counts and ends. */
class ComparisonIT {
    private static final Pace PACE = new Pace(Duration.ofMillis(100), Duration.ofMillis(200), 2);

    @TempDir
    private Path directory;

    @Test
    void measuresEachCallOnAllBuildsInTurn() throws IOException, InterruptedException {
        List<ProcessHandle> others = ProcessHandle.current().children().toList();
        List<ComparedCall> calls = List.of(
                ComparedRate.cacheHit(), ComparedRate.passThrough(), ComparedRate.stdio(), new ComparedLatency());
        GatewayJar jar = packaged();
        try (NettyDriver driver = new NettyDriver();
                Builds builds = Builds.start(jar, jar, directory)) {
            for (ComparedCall call : calls) {
                call.measure(new Lab(PACE, driver, directory), builds);
            }
        }
        assertThat(calls)
                .flatMap(ComparedCall::cells)
                .hasSize(5)
                .allSatisfy(cell ->
                        assertThat(cell.remarks()).anyMatch(remark -> remark.startsWith("as good as before: **")));
        assertThat(calls.get(0).cells().get(0).remarks().get(0).split(",")).hasSize(1 + PACE.rounds());
        assertThat(ProcessHandle.current().children().toList()).isSubsetOf(others);
    }

    private static GatewayJar packaged() throws IOException {
        try (DirectoryStream<Path> jars = Files.newDirectoryStream(Path.of("target"), "mehari-*.jar")) {
            return GatewayJar.of("target", jars.iterator().next().toString());
        }
    }
}
