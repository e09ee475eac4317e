package io.mehari.pipeline;

import io.mehari.cache.CacheTiers;
import io.mehari.call.CallCompleted;
import io.mehari.call.ContextNames;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.catalog.ToolRoutes;
import io.mehari.component.generation.CallWatchdog;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.component.generation.SwitchedStep;
import io.mehari.deadletter.DeadLetterFactory;
import io.mehari.deadletter.DeadLetters;
import io.mehari.event.ChangeEvent;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.failure.ErrorFirewall;
import io.mehari.failure.FailureClassifier;
import io.mehari.monitoring.Heartbeats;
import io.mehari.monitoring.metric.CallMeters;
import io.mehari.monitoring.metric.FailureMeters;
import io.mehari.monitoring.metric.GatewayMetric;
import io.mehari.monitoring.metric.MetricSource;
import io.mehari.monitoring.sample.CallTally;
import io.mehari.notification.Notification;
import io.mehari.protection.CallbackOnce;
import io.mehari.ratelimit.CallerLimits;
import io.mehari.ratelimit.RateLimitSettings;
import io.mehari.ratelimit.RateLimiter;
import io.mehari.ratelimit.RefusedCallers;
import io.mehari.recovery.RecoveryStatistics;
import io.mehari.redaction.Redaction;
import io.mehari.result.LargeResults;
import io.mehari.result.ResultSettings;
import io.mehari.tools.ToolThreads;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.Upstreams;
import java.time.Clock;
import java.util.List;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Processor;
import org.apache.camel.support.AsyncProcessorConverterHelper;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The stages and the maintenance that route files name. A bean's name here is the {@code ref} there. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PipelineSettings.class)
class PipelineConfiguration {
    /** Most changes kept for the log: there are few, and the log takes them ten times a second. */
    private static final int CHANGE_EVENTS = 1000;

    @Bean
    RunningGeneration runningGeneration() {
        return new RunningGeneration();
    }

    @Bean
    GatewayEvents gatewayEvents() {
        return new GatewayEvents();
    }

    @Bean
    EventQueue<CallCompleted> callEvents(GatewayEvents events, PipelineSettings settings) {
        return events.subscribe(CallCompleted.class, settings.eventQueue());
    }

    @Bean
    CallWatchdog callsInFlight(
            PipelineSettings settings,
            CallRecorder recorder,
            DeadLetters deadLetters,
            DeadLetterFactory factory,
            FailureClassifier classifier) {
        return new CallWatchdog(
                settings.watchdogGrace(),
                PipelineConfiguration::totalNanos,
                new OverdueCallHandler(recorder, deadLetters, factory, classifier),
                System::nanoTime);
    }

    private static long totalNanos(Object tool) {
        CallSettings calls = tool instanceof Tool known ? known.calls() : CallSettings.DEFAULTS;
        return calls.total().toNanos();
    }

    // Stages

    @Bean
    AsyncProcessor rateLimit(CallerLimits limits) {
        return SwitchedStep.by(new CallbackOnce(new RateLimitCheck(limits)), RateLimitSettings.PREFIX + ".enabled");
    }

    /** Numbers, and who has met its limit. */
    @Bean
    RateLimitFigures rateLimitFigures(CallerLimits limits, RateLimiter limiter, RefusedCallers refused) {
        return new RateLimitFigures(limits, limiter, refused);
    }

    @Bean
    Processor admission(ToolCatalog catalog, Upstreams upstreams, ToolRoutes toolRoutes) {
        return new Admission(catalog, upstreams, toolRoutes);
    }

    @Bean
    AsyncProcessor argumentValidation() {
        return new CallbackOnce(new ArgumentValidation());
    }

    /** For stages of users; no shipped route names it, nor {@code answer}. */
    @Bean
    Refusal refuse() {
        return new Refusal();
    }

    @Bean
    Processor answer() {
        return new StageAnswer();
    }

    @Bean
    Processor resultShortening(LargeResults results) {
        return SwitchedStep.by(
                AsyncProcessorConverterHelper.convert(new ResultShortening(results)),
                ResultSettings.PREFIX + ".enabled");
    }

    @Bean
    MetricSource resultSource(LargeResults results) {
        return samples -> {
            if (results.isOn()) {
                samples.add(GatewayMetric.RESULTS_SHORTENED, results.shortenings());
                samples.add(GatewayMetric.RESULTS_KEPT, results.size());
            }
        };
    }

    @Bean
    CallRecorder callRecorder(
            GatewayEvents events,
            FailureClassifier classifier,
            Redaction redaction,
            RecoveryStatistics statistics,
            CallMeters meters,
            FailureMeters failed,
            ObjectProvider<ContextNames> contexts,
            Clock clock) {
        FailureReports failures = new FailureReports(classifier, redaction, events, statistics, failed, clock);
        return new CallRecorder(events, failures, meters, clock, contexts.getIfAvailable(() -> ContextNames.NONE));
    }

    /** Threads on which tool routes run, since those may block. */
    @Bean
    ToolThreads toolThreads(PipelineSettings settings) {
        return ToolThreads.of(settings.toolThreads(), settings.toolQueue());
    }

    // Failures

    @Bean
    Processor failureClassification(ErrorFirewall firewall, FailureClassifier classifier) {
        return new FailureClassification(firewall, classifier);
    }

    @Bean
    AsyncProcessor deadLetterStore(DeadLetters deadLetters, DeadLetterFactory factory, GatewayEvents events) {
        return new CallbackOnce(new DeadLetterStore(deadLetters, factory, events));
    }

    // Maintenance

    @Bean
    Processor callEventDrain(EventQueue<CallCompleted> callEvents, CallTally tally, Heartbeats heartbeats) {
        return recurring("call-events", new EventDrain(callEvents, tally::add), heartbeats);
    }

    /** What a route from {@code direct:call-events} in the users' files is given. */
    @Bean
    Processor callEventTap(RunningGeneration running) {
        return new EventTap("call-events", running);
    }

    /** What a route from {@code direct:change-events} in the users' files is given. */
    @Bean
    Processor changeEventTap(RunningGeneration running) {
        return new EventTap("change-events", running);
    }

    /** The route ends here where nobody reads the log of calls. */
    @Bean
    Processor callLogGate() {
        return new LogGate("io.mehari.calls");
    }

    /** The route ends here where nobody reads the log of notifications; other gateways have logs of their own. */
    @Bean
    @SuppressWarnings("unchecked")
    Processor notificationLogGate() {
        LogGate gate = new LogGate("io.mehari.notifications");
        return exchange -> {
            gate.process(exchange);
            exchange.getMessage().setBody(Notification.own(exchange.getMessage().getBody(List.class)));
        };
    }

    @Bean
    Processor changeEventDrain(GatewayEvents events, Heartbeats heartbeats, Upstreams upstreams, CacheTiers tiers) {
        CacheRefresh refresh = new CacheRefresh(
                server -> upstreams.find(server).<List<?>>map(Upstream::tools).orElse(List.of()), tiers::invalidate);
        return recurring(
                "change-events",
                new EventDrain(events.subscribe(ChangeEvent.class, CHANGE_EVENTS), refresh),
                heartbeats);
    }

    @Bean
    Processor watchdog(CallWatchdog calls, Heartbeats heartbeats) {
        return recurring("call-watchdog", exchange -> calls.sweep(), heartbeats);
    }

    @Bean
    Processor deadLetterExpiry(DeadLetters deadLetters, Heartbeats heartbeats) {
        return recurring("dead-letter-expiry", exchange -> deadLetters.expire(), heartbeats);
    }

    /** Health tells if it is not done any more. */
    private static Processor recurring(String work, Processor step, Heartbeats heartbeats) {
        return exchange -> {
            heartbeats.beat(work);
            step.process(exchange);
        };
    }
}
