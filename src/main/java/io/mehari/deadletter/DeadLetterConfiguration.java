package io.mehari.deadletter;

import io.mehari.redaction.Redaction;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.flyway.FlywayMigrationStrategy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.sql.init.dependency.DependsOnDatabaseInitialization;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Opens the embedded database, which Spring Boot's Flyway then brings up to date, and the store on it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeadLetterSettings.class)
class DeadLetterConfiguration {
    @Bean
    DeadLetterDatabase deadLetterDatabase(DeadLetterSettings settings) {
        return DeadLetterDatabase.open(settings);
    }

    /** A database that cannot be brought up to date ends the start with the same words as one that cannot be opened. */
    @Bean
    FlywayMigrationStrategy deadLetterMigration(DeadLetterSettings settings) {
        return flyway -> {
            try {
                flyway.migrate();
            } catch (RuntimeException e) {
                throw DeadLetterDatabase.explained(settings, e);
            }
        };
    }

    @Bean
    @DependsOnDatabaseInitialization
    DeadLetters deadLetters(DeadLetterDatabase database, DeadLetterSettings settings, ObjectProvider<Clock> clock) {
        return new DeadLetters(database, settings, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    DeadLetterReplays deadLetterReplays(DeadLetters deadLetters, DeadLetterDatabase database) {
        return new DeadLetterReplays(deadLetters, database);
    }

    @Bean
    Redaction redaction(DeadLetterSettings settings) {
        return new Redaction(settings.redact());
    }

    @Bean
    DeadLetterFactory deadLetterFactory(Redaction redaction, ObjectProvider<Clock> clock) {
        return new DeadLetterFactory(redaction, clock.getIfAvailable(Clock::systemUTC));
    }
}
