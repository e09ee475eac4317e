package io.mehari.history.change;

import io.mehari.component.generation.RunningGeneration;
import io.mehari.configuration.LaunchOptions;
import io.mehari.event.GatewayEvents;
import io.mehari.history.ChangeJournal;
import io.mehari.history.HistoryLock;
import io.mehari.history.HistorySettings;
import io.mehari.history.LastGood;
import io.mehari.history.Places;
import io.mehari.history.VersionStore;
import io.mehari.monitoring.HealthCheck;
import io.mehari.reload.FileChanges;
import io.mehari.reload.ReloadSettings;
import io.mehari.routes.RouteFiles;
import io.mehari.servers.ServerRegistry;
import java.time.Clock;
import java.util.Optional;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.ConfigurableEnvironment;

/** Kept versions and changes by request. Nothing is read or written before the first look at the files. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HistorySettings.class)
class HistoryConfiguration {
    @Bean
    Places places(ConfigurableEnvironment environment) {
        return Places.of(environment);
    }

    /** Null, and so not there, where nothing is kept. */
    @Bean
    HistoryLock historyLock(ConfigurableEnvironment environment, HistorySettings settings) {
        return settings.enabled() ? HistoryLock.take(Places.history(environment)) : null;
    }

    @Bean
    VersionStore versionStore(ConfigurableEnvironment environment, HistorySettings settings) {
        return new VersionStore(Places.history(environment), settings.versions());
    }

    @Bean
    CandidateCheck candidateCheck(
            ConfigurableEnvironment environment, Places places, ObjectProvider<LaunchOptions> options) {
        return new CandidateCheck(
                environment, options.getIfAvailable(() -> LaunchOptions.NONE), places, Places.history(environment));
    }

    @Bean
    RunningFiles runningFiles(RouteFiles routes, RunningGeneration running) {
        return new RunningFiles(routes, running);
    }

    @Bean
    ChangeWorker changeWorker() {
        return new ChangeWorker();
    }

    @Bean
    ChangeRecorder changeRecorder(
            VersionStore store,
            HistorySettings settings,
            Places places,
            CandidateCheck check,
            ObjectProvider<FileChanges> changes,
            RunningFiles running,
            Clock clock,
            ObjectProvider<LastGood> start,
            ChangeWorker worker) {
        return new ChangeRecorder(
                store,
                settings.enabled(),
                places,
                new StartCheck(check),
                changes::getObject,
                running,
                clock,
                Optional.ofNullable(start.getIfAvailable()),
                worker);
    }

    @Bean
    RefusedRequests refusedRequests(GatewayEvents events, Clock clock) {
        return new RefusedRequests(events, clock);
    }

    @Bean
    HealthCheck historyHealth(ChangeRecorder recorder) {
        return new HistoryHealth(recorder);
    }

    @Bean
    EffectiveState effectiveState(
            ConfigurableEnvironment environment, ServerRegistry servers, RunningGeneration running) {
        return new EffectiveState(environment, servers, running);
    }

    /** Without a look at changed files, which would do it, the files of the start are kept here. */
    @Bean
    ApplicationListener<ApplicationReadyEvent> firstVersion(
            FileAdministration files, HistorySettings settings, ReloadSettings reload) {
        return ready -> {
            if (settings.enabled() && !reload.enabled()) {
                files.keep();
            }
        };
    }

    @Bean
    FileAdministration fileAdministration(
            ConfigurableEnvironment environment,
            HistorySettings settings,
            VersionStore store,
            Places places,
            CandidateCheck check,
            ChangeRecorder recorder,
            RunningFiles running,
            RefusedRequests refused,
            ObjectProvider<FileChanges> reload,
            ChangeWorker worker) {
        VersionViews versions =
                new VersionViews(places, settings.enabled() ? Optional.of(store) : Optional.empty(), recorder);
        ChangeJournal journal = new ChangeJournal(Places.history(environment));
        return new FileAdministration(
                places,
                recorder,
                new FileViews(places, versions, recorder, running, reload::getObject),
                versions,
                new Changes(places, check, recorder, running, journal, reload::getObject, refused),
                worker);
    }
}
