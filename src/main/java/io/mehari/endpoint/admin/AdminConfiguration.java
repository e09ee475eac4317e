package io.mehari.endpoint.admin;

import io.mehari.alert.AlertBook;
import io.mehari.cache.CacheTiers;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.deadletter.DeadLetterReplays;
import io.mehari.deadletter.DeadLetters;
import io.mehari.failure.knowledge.KnowledgeFiles;
import io.mehari.failure.memory.Errors;
import io.mehari.heartbeat.HeartbeatReport;
import io.mehari.history.change.EffectiveState;
import io.mehari.history.change.FileAdministration;
import io.mehari.instance.Instances;
import io.mehari.learning.Learning;
import io.mehari.monitoring.Health;
import io.mehari.monitoring.HealthGroups;
import io.mehari.monitoring.alert.AlertRules;
import io.mehari.monitoring.diagnostics.Diagnostics;
import io.mehari.monitoring.diagnostics.ToolDiagnosis;
import io.mehari.monitoring.exposition.MetricsDocuments;
import io.mehari.monitoring.metric.MonitorSettings;
import io.mehari.replay.ReplayBatch;
import io.mehari.replay.Replayer;
import io.mehari.routes.Generations;
import io.mehari.upstream.ServerHealths;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Beans of the handlers for operators; each brings its paths. */
@Configuration(proxyBeanMethods = false)
class AdminConfiguration {
    @Bean
    HealthHandler healthHandler(Health health, HealthGroups groups, Upstreams upstreams, ServerHealths healths) {
        return new HealthHandler(health, groups, upstreams, healths);
    }

    @Bean
    DebugHeartbeatHandler debugHeartbeatHandler(HeartbeatReport heartbeats) {
        return new DebugHeartbeatHandler(heartbeats);
    }

    /** Null, and so not there, where the monitor is switched off. */
    @Bean
    MetricsHandler metricsHandler(MonitorSettings settings, MetricsDocuments documents) {
        return settings.enabled() ? new MetricsHandler(documents) : null;
    }

    @Bean
    DeadLetterHandler deadLetterHandler(DeadLetters deadLetters) {
        return new DeadLetterHandler(deadLetters::list);
    }

    @Bean
    AlertsHandler alertsHandler(AlertBook alerts, AlertRules rules) {
        return new AlertsHandler(alerts, rules);
    }

    @Bean
    DiagnosticsHandler diagnosticsHandler(
            Diagnostics diagnostics, ToolDiagnosis tools, ObjectProvider<Instances> instances) {
        return new DiagnosticsHandler(diagnostics, tools, () -> Optional.ofNullable(instances.getIfAvailable()));
    }

    @Bean
    DeadLetterDetailHandler deadLetterDetailHandler(DeadLetters deadLetters) {
        return new DeadLetterDetailHandler(deadLetters::find);
    }

    @Bean
    DeadLetterReplayHandler deadLetterReplayHandler(Replayer replayer) {
        return new DeadLetterReplayHandler(replayer);
    }

    @Bean
    DeadLetterBatchHandler deadLetterBatchHandler(DeadLetters deadLetters, ReplayBatch replayBatch) {
        return new DeadLetterBatchHandler(deadLetters::list, replayBatch);
    }

    @Bean
    DeadLetterChangeHandler deadLetterChangeHandler(DeadLetters deadLetters, DeadLetterReplays replays) {
        return new DeadLetterChangeHandler(deadLetters, replays);
    }

    @Bean
    CacheHandler cacheHandler(CacheTiers tiers) {
        return new CacheHandler(tiers);
    }

    @Bean
    RouteHandler routeHandler(Generations generations, RunningGeneration running) {
        return new RouteHandler(generations, running);
    }

    @Bean
    FilesHandler filesHandler(FileAdministration files, EffectiveState effective) {
        return new FilesHandler(files, effective);
    }

    @Bean
    FileChangeHandler fileChangeHandler(FileAdministration files) {
        return new FileChangeHandler(files);
    }

    @Bean
    ServerRestartHandler serverRestartHandler(Upstreams upstreams) {
        return new ServerRestartHandler(upstreams);
    }

    @Bean
    ErrorsHandler errorsHandler(Errors errors, KnowledgeFiles knowledge, Clock clock) {
        return new ErrorsHandler(errors, knowledge, clock);
    }

    @Bean
    InstancesHandler instancesHandler(ObjectProvider<Instances> instances) {
        return new InstancesHandler(() -> Optional.ofNullable(instances.getIfAvailable()));
    }

    @Bean
    LearningHandler learningHandler(ObjectProvider<Learning> learning) {
        return new LearningHandler(() -> Optional.ofNullable(learning.getIfAvailable()));
    }
}
