package io.mehari.deadletter;

import io.mehari.database.DatabaseConfigured;
import io.mehari.redaction.Redaction;
import java.time.Clock;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;

/** The embedded database, opened beside the rest of the start where there is no other one, and the store. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeadLetterSettings.class)
class DeadLetterConfiguration {
    /** Whatever keeps it from being open ends the start, before servers and routes begin. */
    @Bean
    @Conditional(DatabaseConfigured.Not.class)
    OpeningDatabase deadLetterDatabase(DeadLetterSettings settings) {
        return OpeningDatabase.begin(() -> DeadLetterDatabase.openMigrated(settings));
    }

    @Bean
    DeadLetters deadLetters(DataSource database, DeadLetterSettings settings, ObjectProvider<Clock> clock) {
        Clock time = clock.getIfAvailable(Clock::systemUTC);
        return database instanceof OpeningDatabase file
                ? new DeadLetters(file, file, settings, time)
                : DeadLetters.shared(database, settings, time);
    }

    @Bean
    DeadLetterReplays deadLetterReplays(DeadLetters deadLetters, DataSource database) {
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
