package io.mehari.launch;

import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.endpoint.http.ServedAddress;
import io.mehari.history.LastGood;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

/**
 * A gateway about to start.
 *
 * @param settings of the command line, as {@code --name=value}: they hold before all others
 * @param environment settings under names of mcpo's
 * @param keyHash SHA-256 of a key with all scopes that is added to those configured
 * @param options what the command line says about servers
 * @param warnings what was asked for and will not happen
 */
public record Launch(
        List<String> settings,
        EnvironmentNames environment,
        Optional<String> keyHash,
        LaunchOptions options,
        List<String> warnings) {
    /**
     * Starts the gateway; returns when it serves. Where the files on disk end the start, and a version is kept that was
     * taken before, it is made once more from that one.
     *
     * @param program the class whose package holds the gateway's parts
     */
    public ConfigurableApplicationContext run(Class<?> program) {
        return run(program, application -> {});
    }

    /**
     * Starts a gateway of which something is different, as {@link #run(Class)} does.
     *
     * @param program the class whose package holds the gateway's parts
     * @param changes what starts it; asked again for a start from a kept version
     * @return the gateway, which serves
     */
    public ConfigurableApplicationContext run(Class<?> program, Consumer<SpringApplication> changes) {
        AtomicReference<ConfigurableEnvironment> seen = new AtomicReference<>();
        try {
            return run(program, changes, Optional.empty(), seen::set);
        } catch (RuntimeException failure) {
            LastGood good = Optional.ofNullable(seen.get())
                    .flatMap(environment -> LastGoodStart.after(failure, environment, options))
                    .orElseThrow(() -> failure);
            LoggerFactory.getLogger(program).error("{}", good.explained());
            return run(program, changes, Optional.of(good), environment -> {});
        }
    }

    private ConfigurableApplicationContext run(
            Class<?> program,
            Consumer<SpringApplication> changes,
            Optional<LastGood> good,
            Consumer<ConfigurableEnvironment> seen) {
        SpringApplication application = new SpringApplication(program);
        changes.accept(application);
        application.addBootstrapRegistryInitializer(registry -> {
            registry.register(LaunchOptions.class, InstanceSupplier.of(options));
            good.ifPresent(version -> registry.register(LastGood.class, InstanceSupplier.of(version)));
        });
        application.addListeners(new SeenEnvironment(seen));
        application.addInitializers(context -> {
            prepare(context, LoggerFactory.getLogger(program));
            good.ifPresent(version -> context.getBeanFactory().registerSingleton("lastGood", version));
        });
        List<String> all = new ArrayList<>(settings);
        good.ifPresent(version -> all.addAll(LastGoodStart.arguments(version, settings)));
        return application.run(all.toArray(String[]::new));
    }

    /** Sees the settings before anything can fail over them; they are completed in place. */
    private record SeenEnvironment(Consumer<ConfigurableEnvironment> seen)
            implements ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {
        @Override
        public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
            seen.accept(event.getEnvironment());
        }

        @Override
        public int getOrder() {
            return Ordered.HIGHEST_PRECEDENCE;
        }
    }

    /**
     * Where a gateway that runs can be called.
     *
     * @param gateway what {@link #run} returned
     * @return such as {@code http://127.0.0.1:8000}
     */
    public String address(ConfigurableApplicationContext gateway) {
        return gateway.getBean(ServedAddress.class).base();
    }

    /**
     * Waits until each server of a gateway that runs has joined or failed its first attempts. Blocks.
     *
     * @param gateway what {@link #run} returned
     * @param limit after which those that still join are not waited for
     * @return whether nothing was left to wait for
     */
    public boolean awaitServers(ConfigurableApplicationContext gateway, Duration limit) throws InterruptedException {
        try {
            gateway.getBean(StartSummary.class).settled().get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Nothing fails here", e);
        }
    }

    private void prepare(ConfigurableApplicationContext context, Logger log) {
        warnings.forEach(warning -> log.warn("{}", warning));
        ConfigurableEnvironment properties = context.getEnvironment();
        environment.addTo(properties);
        keyHash.ifPresent(hash -> CommandLineKey.addTo(properties, hash));
        context.getBeanFactory().registerSingleton("launchOptions", options);
    }
}
