package io.mehari.replay;

import io.mehari.catalog.ToolCatalog;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.deadletter.DeadLetterReplays;
import io.mehari.deadletter.DeadLetterSettings;
import io.mehari.deadletter.DeadLetters;
import io.mehari.instance.Instances;
import io.mehari.monitoring.Heartbeats;
import io.mehari.network.SharedLoops;
import io.mehari.redaction.Redaction;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.CamelContext;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

/** What replays dead letters: for operators, and for the route {@code maintenance/dead-letter-replay}. */
@Configuration(proxyBeanMethods = false)
class ReplayConfiguration {
    private static final String PIPELINE = "generation:tool-call";

    /** Several gateways may have it; without it each has a file of its own, with letters that nobody else can replay. */
    private static final String SHARED_DATABASE = "mehari.database.url";

    @Bean
    Replayer replayer(
            CamelContext context,
            DeadLetters letters,
            DeadLetterReplays replays,
            ToolCatalog catalog,
            Redaction redaction,
            DeadLetterSettings settings,
            SharedLoops dataLoops,
            Clock clock) {
        return new Replayer(
                letters,
                replays,
                catalog,
                new ReplayEnds(redaction, settings.replay()),
                new PipelineEntry(context, PIPELINE)::send,
                dataLoops.group(),
                clock);
    }

    @Bean
    ReplayBatch replayBatch(Replayer replayer) {
        return new ReplayBatch(replayer);
    }

    @Bean
    AsyncProcessor dueReplays(
            DeadLetterReplays replays,
            DeadLetterSettings settings,
            Upstreams upstreams,
            ToolCatalog catalog,
            Heartbeats heartbeats,
            Clock clock,
            ReplayTurn replayTurn) {
        return new DueReplays(replays, settings.replay(), upstreams, catalog, heartbeats, clock, replayTurn);
    }

    @Bean
    AsyncProcessor deadLetterReplay(Replayer replayer, ReplayTurn replayTurn) {
        return new AutomaticReplay(replayer, replayTurn);
    }

    @Bean
    ReplayTurn replayTurn(ObjectProvider<Instances> instances, DeadLetterSettings settings, Environment environment) {
        String database = environment.getProperty(SHARED_DATABASE, "").strip();
        return database.isEmpty() || !settings.replay().enabled()
                ? ReplayTurn.ALWAYS
                : ReplayTurn.of(instances.getIfAvailable(), database);
    }
}
