package io.mehari.learning;

import io.mehari.call.CallCompleted;
import io.mehari.call.ContextNames;
import io.mehari.deadletter.DeadLetterSettings;
import io.mehari.event.GatewayEvents;
import io.mehari.instance.Instances;
import io.mehari.monitoring.Heartbeats;
import io.mehari.monitoring.diagnostics.IssueSource;
import io.mehari.monitoring.metric.MetricSource;
import io.mehari.redaction.Redaction;
import io.mehari.redis.RedisConnection;
import io.mehari.redis.ServerScripts;
import io.mehari.text.StartFailureException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.apache.camel.Processor;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** What learns from calls where that is on, and the steps of its routes. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LearningSettings.class)
class LearningConfiguration {
    private static final String ENABLED = "mehari.learning.enabled";

    private static final String SHARED = "mehari.learning.shared";

    private static final String CONTEXT = "mehari.learning.context";

    /** Beside the file of the database. */
    private static final String FOLDER = "learning";

    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    Learning learning(
            GatewayEvents events,
            LearningSettings settings,
            DeadLetterSettings letters,
            DataSource database,
            Clock clock) {
        return new Learning(
                events.subscribe(CallCompleted.class, settings.queue(), LearningRecord::isOf),
                settings,
                new JournalFolder(Path.of(letters.directory(), FOLDER)),
                new LearningTable(database),
                clock,
                System::nanoTime);
    }

    /** What the recorder of calls is to write into their events. */
    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    ContextNames learningContext(LearningSettings settings, Redaction redaction) {
        return contextNames(settings.context(), redaction);
    }

    /** The names that always are those of secrets are refused with the settings; these are those of mehari.dead-letters.redact. */
    static ContextNames contextNames(List<String> names, Redaction redaction) {
        names.stream().filter(redaction::isSecretName).findFirst().ifPresent(secret -> {
            throw new StartFailureException(
                    CONTEXT + " has the name " + secret + ", which is that of a secret; contexts are stored and shown",
                    "Leave it out, and name what is no secret instead, such as the tenant or the project of a call",
                    null);
        });
        return new ContextNames(names);
    }

    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    MetricSource learningMetrics(Learning learning) {
        return samples -> LearningReport.metrics(learning.status(), samples);
    }

    @Bean
    @ConditionalOnProperty(name = ENABLED, havingValue = "true")
    IssueSource learningIssues(Learning learning) {
        return () -> LearningReport.issues(learning.status());
    }

    @Bean
    @ConditionalOnProperty(name = SHARED, havingValue = "true")
    LearningShare learningSharing(ObjectProvider<RedisConnection> redis, ObjectProvider<Instances> instances) {
        RedisConnection connection = redis.getIfAvailable();
        if (connection == null) {
            throw new StartFailureException(
                    SHARED + " is on, and there is no Redis by which gateways could share what they learn",
                    "Set mehari.redis.url, or mehari.learning.shared to false",
                    null);
        }
        return new LearningShare(
                new ServerScripts(connection),
                Optional.ofNullable(instances.getIfAvailable()).map(known -> known.lock("learning-totals")));
    }

    @Bean
    @ConditionalOnProperty(name = SHARED, havingValue = "true")
    IssueSource learningShareIssues(LearningShare share) {
        return () -> share.problem().stream().map(LearningReport::notShared).toList();
    }

    @Bean
    Processor learningShare(ObjectProvider<Learning> learning, ObjectProvider<LearningShare> share) {
        return exchange -> learning.getObject().share(share.getObject());
    }

    @Bean
    Processor learningEventDrain(ObjectProvider<Learning> learning, Heartbeats heartbeats) {
        return exchange -> {
            heartbeats.beat("learning-events");
            learning.getObject()
                    .take()
                    .ifPresentOrElse(exchange.getMessage()::setBody, () -> exchange.setRouteStop(true));
        };
    }

    @Bean
    @SuppressWarnings("unchecked")
    Processor learningJournal(ObjectProvider<Learning> learning) {
        return exchange -> exchange.getMessage()
                .setBody(learning.getObject().journal(exchange.getMessage().getBody(List.class)));
    }

    @Bean
    @SuppressWarnings("unchecked")
    Processor learningStore(ObjectProvider<Learning> learning) {
        return exchange -> learning.getObject().store(exchange.getMessage().getBody(List.class));
    }
}
