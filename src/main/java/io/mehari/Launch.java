package io.mehari;

import io.mehari.configuration.LaunchOptions;
import io.mehari.security.Scope;
import io.mehari.security.SecuritySettings.ApiKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * A gateway about to start.
 *
 * @param settings of the command line, as {@code --name=value}: they hold before all others
 * @param environment settings given by the environment under names of mcpo's: they hold before files
 * @param keyHash SHA-256 of a key with all scopes that is added to those configured
 * @param options what the command line says about servers
 * @param warnings what was asked for and will not happen
 */
record Launch(
        List<String> settings,
        Map<String, String> environment,
        Optional<String> keyHash,
        LaunchOptions options,
        List<String> warnings) {
    private static final Logger LOG = LoggerFactory.getLogger(MehariApplication.class);
    private static final String KEYS = "mehari.security.keys";

    /** Starts the gateway; returns when it serves. */
    ConfigurableApplicationContext run() {
        SpringApplication application = new SpringApplication(MehariApplication.class);
        application.addInitializers(this::prepare);
        return application.run(settings.toArray(String[]::new));
    }

    private void prepare(ConfigurableApplicationContext context) {
        warnings.forEach(warning -> LOG.warn("{}", warning));
        ConfigurableEnvironment properties = context.getEnvironment();
        properties
                .getPropertySources()
                .addAfter(
                        StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
                        new MapPropertySource("mcpoEnvironment", Map.copyOf(environment)));
        keyHash.ifPresent(hash ->
                properties.getPropertySources().addFirst(new MapPropertySource("apiKey", keysWith(hash, properties))));
        context.getBeanFactory().registerSingleton("launchOptions", options);
    }

    /** All keys: a list in one source hides those in the sources below it, so the configured ones are repeated. */
    private static Map<String, Object> keysWith(String hash, ConfigurableEnvironment properties) {
        List<ApiKey> keys = new ArrayList<>(
                Binder.get(properties).bind(KEYS, Bindable.listOf(ApiKey.class)).orElse(List.of()));
        keys.add(new ApiKey("cli", hash, Set.of(Scope.values())));
        Map<String, Object> entries = new LinkedHashMap<>();
        for (int i = 0; i < keys.size(); i++) {
            String entry = KEYS + "[" + i + "].";
            entries.put(entry + "name", keys.get(i).name());
            entries.put(entry + "sha256", keys.get(i).sha256());
            entries.put(
                    entry + "scopes",
                    String.join(
                            ",", keys.get(i).scopes().stream().map(Scope::name).toList()));
        }
        return entries;
    }
}
