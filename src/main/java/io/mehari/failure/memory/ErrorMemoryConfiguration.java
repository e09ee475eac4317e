package io.mehari.failure.memory;

import com.github.benmanes.caffeine.cache.Ticker;
import io.mehari.deadletter.DeadLetterSettings;
import io.mehari.event.GatewayEvents;
import io.mehari.failure.CallFailed;
import io.mehari.failure.knowledge.KnowledgeFiles;
import io.mehari.failure.similarity.Embedder;
import io.mehari.failure.similarity.LuceneVectorIndex;
import io.mehari.failure.similarity.SimilarTexts;
import io.mehari.history.LastGood;
import io.netty.util.Timer;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** The memory of failed calls, in the database of the dead letters. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ErrorMemorySettings.class)
class ErrorMemoryConfiguration {
    /** Beside the file of the database. */
    private static final String INDEX = "error-index";

    @Bean
    KnowledgeFiles knowledgeFiles(ErrorMemorySettings settings, Environment environment) {
        return KnowledgeFiles.read(settings.knowledge(), LastGood.folder(environment));
    }

    @Bean
    Errors errors(
            GatewayEvents events,
            DataSource database,
            DeadLetterSettings letters,
            ErrorMemorySettings settings,
            KnowledgeFiles knowledge) {
        Embedder embedder = Embedder.of(settings.embedding());
        return new Errors(
                events.subscribe(CallFailed.class, settings.queue()),
                events::publish,
                database,
                settings,
                knowledge,
                embedder,
                // no reference to the method: that would load Lucene at the start
                new SimilarTexts(
                        embedder,
                        Path.of(letters.directory(), INDEX),
                        (folder, model) -> LuceneVectorIndex.open(folder, model)),
                Ticker.systemTicker());
    }

    /** Ends before the memory does. */
    @Bean
    DrainClock errorDrain(Errors errors, Timer timer) {
        return DrainClock.start(errors, timer);
    }
}
