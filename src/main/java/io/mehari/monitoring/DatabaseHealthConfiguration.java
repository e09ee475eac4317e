package io.mehari.monitoring;

import io.mehari.database.DatabaseConfigured;
import io.mehari.database.SharedDatabase;
import io.mehari.deadletter.DeadLetters;
import java.util.Optional;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** Health of PostgreSQL, where it is configured. */
@Configuration(proxyBeanMethods = false)
@Conditional(DatabaseConfigured.class)
class DatabaseHealthConfiguration {
    /** It may be there and take nothing, for example since its disk is full: that shows where something is written. */
    @Bean
    HealthCheck databaseHealth(SharedDatabase database, DeadLetters letters) {
        return new StoreHealth("database", () -> {
            Optional<String> problem = database.status().problem();
            return problem.map(why -> HealthCheck.Condition.unhealthy(
                            why + ". Calls go on; dead letters are lost until it is used again, which it is by itself"))
                    .orElseGet(() -> new DeadLetterHealth(letters).check());
        });
    }
}
