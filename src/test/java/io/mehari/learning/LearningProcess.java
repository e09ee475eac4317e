package io.mehari.learning;

import io.mehari.call.CallCompleted;
import io.mehari.event.GatewayEvents;
import io.mehari.support.Databases;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.util.unit.DataSize;

/** A process of its own that learns from calls until it is killed, and prints how many stand in the journal. */
final class LearningProcess {
    /** Contexts, one after the other. */
    static final int TENANTS = 3;

    private LearningProcess() {}

    /** The arguments are the folder of the journal and the url of the database, which has its tables. */
    public static void main(String[] arguments) {
        Path directory = Path.of(arguments[0]);
        GatewayEvents events = new GatewayEvents();
        Learning learning = learning(directory, Databases.asOfGateway(arguments[1]), events, "16MB");
        List<LearningRecord> collected = new ArrayList<>();
        long journaled = 0;
        long number = 0;
        for (int turn = 0; ; turn++) {
            for (int call = 0; call <= turn % 7; call++) {
                events.publish(TestCalls.in("tenant=" + number++ % TENANTS, "read"));
            }
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

    static Learning learning(Path directory, DataSource database, GatewayEvents events, String journal) {
        LearningSettings settings = new LearningSettings(
                true,
                10_000,
                10,
                Duration.ofSeconds(5),
                DataSize.parse(journal),
                Duration.ofDays(36_500),
                10_000,
                List.of(),
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
