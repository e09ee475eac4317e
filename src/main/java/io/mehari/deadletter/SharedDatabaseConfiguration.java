package io.mehari.deadletter;

import io.mehari.database.DatabaseConfigured;
import io.mehari.database.DatabaseSettings;
import io.mehari.database.SharedDatabase;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** PostgreSQL in place of the file, where it is configured. A class of its own, so that nothing of it is loaded where it is not. */
@Configuration(proxyBeanMethods = false)
@Conditional(DatabaseConfigured.class)
@EnableConfigurationProperties(DatabaseSettings.class)
class SharedDatabaseConfiguration {
    @Bean
    SharedDatabase sharedDatabase(DatabaseSettings settings) {
        return SharedDatabase.begin(settings, DatabaseTables::bringUpToDateWithOthers);
    }
}
