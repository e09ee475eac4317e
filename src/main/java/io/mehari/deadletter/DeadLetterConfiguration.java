package io.mehari.deadletter;

import io.mehari.redaction.Redaction;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The embedded database, opened beside the rest of the start, and the store on it. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(DeadLetterSettings.class)
class DeadLetterConfiguration {
    /** Whatever keeps it from being open ends the start, before servers and routes begin. */
    @Bean
    OpeningDatabase deadLetterDatabase(DeadLetterSettings settings) {
        return OpeningDatabase.begin(() -> DeadLetterDatabase.openMigrated(settings));
    }

    @Bean
    DeadLetters deadLetters(OpeningDatabase database, DeadLetterSettings settings, ObjectProvider<Clock> clock) {
        return new DeadLetters(database, database, settings, clock.getIfAvailable(Clock::systemUTC));
    }

    @Bean
    DeadLetterReplays deadLetterReplays(DeadLetters deadLetters, OpeningDatabase database) {
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
