package io.mehari.launch;

import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.endpoint.http.ServedAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.BootstrapRegistry.InstanceSupplier;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
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
     * Starts the gateway; returns when it serves.
     *
     * @param program the class whose package holds the gateway's parts
     */
    public ConfigurableApplicationContext run(Class<?> program) {
        SpringApplication application = new SpringApplication(program);
        application.addBootstrapRegistryInitializer(
                registry -> registry.register(LaunchOptions.class, InstanceSupplier.of(options)));
        application.addInitializers(context -> prepare(context, LoggerFactory.getLogger(program)));
        return application.run(settings.toArray(String[]::new));
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
