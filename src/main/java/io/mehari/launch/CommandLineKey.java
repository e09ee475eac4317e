package io.mehari.launch;

import io.mehari.call.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.ConfigurableEnvironment;

/** The API key of the command line, added to those that are configured. */
final class CommandLineKey {
    private static final ConfigurationPropertyName KEYS = ConfigurationPropertyName.of("mehari.security.keys");

    private CommandLineKey() {}

    /** Adds it, with all scopes: a list in one source hides those below it, so the configured keys are repeated. */
    static void addTo(ConfigurableEnvironment environment, String hash) {
        Map<String, Object> keys = configured(environment);
        String entry = KEYS + "[" + next(keys) + "].";
        keys.put(entry + "name", "cli");
        keys.put(entry + "sha256", hash);
        keys.put(
                entry + "scopes", Arrays.stream(Scope.values()).map(Scope::name).collect(Collectors.joining(",")));
        environment.getPropertySources().addFirst(new OriginTrackedMapPropertySource("apiKey", keys, true));
    }

    /** As they stand in the first source that has some, valid or not: they are checked later. */
    private static Map<String, Object> configured(ConfigurableEnvironment environment) {
        return StreamSupport.stream(
                        ConfigurationPropertySources.get(environment).spliterator(), false)
                .filter(IterableConfigurationPropertySource.class::isInstance)
                .map(source -> keysOf((IterableConfigurationPropertySource) source))
                .filter(keys -> !keys.isEmpty())
                .findFirst()
                .orElseGet(LinkedHashMap::new);
    }

    private static Map<String, Object> keysOf(IterableConfigurationPropertySource source) {
        Map<String, Object> keys = new LinkedHashMap<>();
        source.stream().filter(KEYS::isAncestorOf).forEach(name -> keys.put(name.toString(), value(source, name)));
        return keys;
    }

    private static OriginTrackedValue value(ConfigurationPropertySource source, ConfigurationPropertyName name) {
        ConfigurationProperty property = source.getConfigurationProperty(name);
        return OriginTrackedValue.of(property.getValue(), property.getOrigin());
    }

    private static int next(Map<String, Object> keys) {
        return keys.keySet().stream()
                .map(ConfigurationPropertyName::of)
                .filter(name -> name.isNumericIndex(KEYS.getNumberOfElements()))
                .mapToInt(name -> Integer.parseInt(
                                name.getElement(KEYS.getNumberOfElements(), ConfigurationPropertyName.Form.ORIGINAL))
                        + 1)
                .max()
                .orElse(0);
    }
}
