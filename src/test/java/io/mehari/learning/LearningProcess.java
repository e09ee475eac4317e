package io.mehari.learning;

import io.mehari.call.CallCompleted;
import io.mehari.event.GatewayEvents;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.util.unit.DataSize;

/** A process of its own that learns from calls until it is killed, and prints how many stand in the journal. */
final class LearningProcess {
    private LearningProcess() {}

    /** The argument is the folder of journal and database. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        GatewayEvents events = new GatewayEvents();
        Learning learning = learning(directory, database(directory), events, "16MB");
        List<LearningRecord> collected = new ArrayList<>();
        long journaled = 0;
        for (int turn = 0; ; turn++) {
            TestCalls.calls(1 + turn % 7).forEach(events::publish);
            List<LearningRecord> records = learning.journal(learning.take().orElseThrow());
            journaled += records.size();
            System.out.println("journaled " + journaled);
            System.out.flush();
            collected.addAll(records);
            if (collected.size() >= 10) {
                learning.store(collected);
                collected = new ArrayList<>();
            }
        }
    }

    static DataSource database(Path directory) {
        JdbcDataSource file = new JdbcDataSource();
        file.setUrl("jdbc:h2:file:" + directory.resolve("mehari") + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"
                + ";DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_DELAY=-1;MAX_COMPACT_TIME=0");
        Flyway.configure()
                .dataSource(file)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return file;
    }

    static Learning learning(Path directory, DataSource database, GatewayEvents events, String journal) {
        LearningSettings settings = new LearningSettings(
                true,
                10_000,
                10,
                Duration.ofSeconds(5),
                DataSize.parse(journal),
                Duration.ofDays(36_500),
                10_000,
                false,
                Duration.ofMinutes(1));
        return new Learning(
                events.subscribe(CallCompleted.class, settings.queue(), LearningRecord::isOf),
                settings,
                new JournalFolder(directory.resolve("learning")),
                new LearningTable(database),
                Clock.systemUTC(),
                System::nanoTime);
    }
}
