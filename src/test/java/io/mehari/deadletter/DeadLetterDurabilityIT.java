package io.mehari.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;

class DeadLetterDurabilityIT {
    private static final int BEFORE_THE_KILL = 2000;

    @TempDir
    Path directory;

    @RepeatedTest(3)
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void keepsEveryLetterItSaidItKeptWhenTheProcessIsKilled() throws Exception {
        Set<String> said = storedUntilKilled();

        assertThat(said).hasSizeGreaterThanOrEqualTo(BEFORE_THE_KILL);
        try (HikariDataSource database = TestDatabase.in(directory)) {
            Set<String> kept =
                    new HashSet<>(new JdbcTemplate(database).queryForList("select id from dead_letters", String.class));
            assertThat(kept).containsAll(said);
        }
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
