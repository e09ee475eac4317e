package io.mehari.pipeline;

import io.github.resilience4j.bulkhead.BulkheadRegistry;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.mehari.cache.ResultCache;
import io.mehari.call.CallCompleted;
import io.mehari.catalog.Tool;
import io.mehari.catalog.ToolCatalog;
import io.mehari.component.generation.CallWatchdog;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.deadletter.DeadLetterFactory;
import io.mehari.deadletter.DeadLetters;
import io.mehari.event.ChangeEvent;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.failure.ErrorFirewall;
import io.mehari.failure.FailureClassifier;
import io.mehari.protection.BreakerEvents;
import io.mehari.protection.BreakerProcessor;
import io.mehari.protection.BreakerRecovery;
import io.mehari.protection.BulkheadProcessor;
import io.mehari.protection.CallbackOnce;
import io.mehari.protection.DeadlineProcessor;
import io.mehari.protection.ProtectionPolicy;
import io.mehari.protection.ResendRule;
import io.mehari.protection.RetryProcessor;
import io.mehari.protection.RetryRules;
import io.mehari.protection.RetryWaitList;
import io.mehari.protection.StaleProtectionSweep;
import io.mehari.tools.CamelTools;
import io.mehari.tools.CurrentTime;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Upstreams;
import io.netty.util.Timer;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.DoubleSupplier;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Processor;
import org.apache.camel.spi.Policy;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The beans that route files name. A bean's name here is the {@code ref} there. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(PipelineSettings.class)
class PipelineConfiguration {
    /** Most changes kept for the log: there are few, and the log takes them four times a second. */
    private static final int CHANGE_EVENTS = 1000;

    private static final DoubleSupplier RANDOM =
            () -> ThreadLocalRandom.current().nextDouble();

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
    Processor admission(ToolCatalog catalog, Upstreams upstreams) {
        return new Admission(catalog, upstreams);
    }

    @Bean
    Processor argumentValidation() {
        return new ArgumentValidation();
    }

    @Bean
    AsyncProcessor cacheLookup(ResultCache cache, Timer timer) {
        return new CallbackOnce(new CacheLookup(cache, timer));
    }

    @Bean
    Processor cacheStore(ResultCache cache) {
        return new CacheStore(cache);
    }

    @Bean
    CallRecorder callRecorder(GatewayEvents events, Clock clock) {
        return new CallRecorder(events, clock);
    }

    // Protection, to be put around steps by policy: {ref: name}

    @Bean
    Policy deadline(Timer timer) {
        return new ProtectionPolicy((route, steps) -> new DeadlineProcessor(route, steps, timer));
    }

    @Bean
    Policy retry(Timer timer, RetryWaitList paused) {
        RetryRules rules = new RetryRules(new ResendRule(), RANDOM, timer, paused);
        return new ProtectionPolicy((route, steps) -> new RetryProcessor(route, steps, rules));
    }

    @Bean
    RetryWaitList pausedCalls(Upstreams upstreams) {
        return new RetryWaitList(upstreams);
    }

    @Bean
    Policy breaker(CircuitBreakerRegistry breakers, BreakerRecovery absent) {
        return new ProtectionPolicy((route, steps) -> new BreakerProcessor(steps, breakers, absent));
    }

    @Bean
    Policy bulkhead(BulkheadRegistry bulkheads) {
        return new ProtectionPolicy((route, steps) -> new BulkheadProcessor(steps, bulkheads));
    }

    @Bean
    CircuitBreakerRegistry circuitBreakers(GatewayEvents events, Clock clock) {
        CircuitBreakerRegistry breakers = CircuitBreakerRegistry.ofDefaults();
        BreakerEvents.publish(breakers, events, clock);
        return breakers;
    }

    @Bean
    BreakerRecovery absentServers(CircuitBreakerRegistry breakers, Upstreams upstreams) {
        return new BreakerRecovery(breakers, upstreams::readySince);
    }

    @Bean
    BulkheadRegistry bulkheads() {
        return BulkheadRegistry.ofDefaults();
    }

    // Tools that are routes

    @Bean
    AsyncProcessor camelTools(ThreadPoolExecutor toolThreads, Timer timer) {
        return new CallbackOnce(new CamelTools(toolThreads, timer));
    }

    @Bean(destroyMethod = "shutdownNow")
    ThreadPoolExecutor toolThreads(PipelineSettings settings) {
        AtomicInteger number = new AtomicInteger();
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                settings.toolThreads(),
                settings.toolThreads(),
                30,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(settings.toolQueue()),
                task -> new Thread(task, "mehari-tool-" + number.incrementAndGet()));
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    @Bean
    Processor currentTime(Clock clock) {
        return new CurrentTime(clock);
    }

    // Failures

    @Bean
    Processor failureClassification(ErrorFirewall firewall, FailureClassifier classifier) {
        return new FailureClassification(firewall, classifier);
    }

    @Bean
    AsyncProcessor deadLetterPark(DeadLetters deadLetters, DeadLetterFactory factory) {
        return new CallbackOnce(new DeadLetterPark(deadLetters, factory));
    }

    // Maintenance

    @Bean
    Processor callEventDrain(EventQueue<CallCompleted> callEvents) {
        return new EventDrain(callEvents);
    }

    @Bean
    Processor changeEventDrain(GatewayEvents events) {
        return new EventDrain(events.subscribe(ChangeEvent.class, CHANGE_EVENTS));
    }

    @Bean
    Processor watchdog(CallWatchdog calls) {
        return exchange -> calls.sweep();
    }

    @Bean
    Processor vanishedTools(
            ToolCatalog catalog, CircuitBreakerRegistry breakers, BulkheadRegistry bulkheads, BreakerRecovery absent) {
        return new StaleProtectionSweep(catalog, breakers, bulkheads, absent);
    }

    @Bean
    Processor deadLetterExpiry(DeadLetters deadLetters) {
        return exchange -> deadLetters.expire();
    }
}
