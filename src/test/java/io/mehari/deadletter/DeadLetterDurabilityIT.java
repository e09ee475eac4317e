package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.Trials;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.jdbc.core.JdbcTemplate;

class DeadLetterDurabilityIT {
    private static final int BEFORE_THE_KILL = 2000;

    @TempDir
    Path directory;

    @ParameterizedTest
    @MethodSource("kills")
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void keepsEveryLetterItSaidItKeptWhenTheProcessIsKilled(int kill) throws Exception {
        Set<String> said = storedUntilKilled();

        assertThat(said).hasSizeGreaterThanOrEqualTo(BEFORE_THE_KILL);
        try (DeadLetterDatabase database = TestDatabase.in(directory)) {
            Set<String> kept =
                    new HashSet<>(new JdbcTemplate(database).queryForList("select id from dead_letters", String.class));
            assertThat(kept).as("after kill %s", kill).containsAll(said);
        }
    }

    static IntStream kills() {
        return Trials.each(3, 100);
    }

    private Set<String> storedUntilKilled() throws IOException, InterruptedException {
        Set<String> said = new HashSet<>();
        try (ChildProcess child = ChildProcess.storingIn(directory)) {
            for (String id = child.nextId(); id != null; id = child.nextId()) {
                said.add(id);
                if (said.size() == BEFORE_THE_KILL) {
                    child.kill();
                }
            }
        }
        return said;
    }
}
