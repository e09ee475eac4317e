package io.mehari.history.change;

import io.mehari.database.DatabaseConfigured;
import io.mehari.database.SharedDatabase;
import io.mehari.history.HistorySettings;
import io.mehari.history.VersionStore;
import java.time.Clock;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** Copies of changes in PostgreSQL, where it is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(DatabaseConfigured.class)
class ChangeCopiesConfiguration {
    /** Null, and so not there, where no versions are kept. */
    @Bean
    ChangeCopies changeCopies(
            VersionStore store,
            HistorySettings settings,
            SharedDatabase database,
            Environment environment,
            Clock clock) {
        if (!settings.enabled()) {
            return null;
        }
        String host = Optional.ofNullable(environment.getProperty("HOSTNAME")).orElse("");
        ChangeCopies copies = new ChangeCopies(store, new ChangeTable(database), host, clock);
        store.whenKept(copies::copy);
        database.whenUsable(copies::copy);
        return copies;
    }
}
