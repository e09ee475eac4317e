package io.mehari.configuration.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.env.OriginTrackedMapPropertySource;
import org.springframework.boot.origin.OriginTrackedValue;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * Variables that mcpo's guide names, under its own prefix and under Mehari's. The gateway's settings have
 * other names, such as {@code MEHARI_DATA_PORT}, which Spring Boot reads itself.
 */
public final class EnvironmentNames {
    private static final List<String> PREFIXES = List.of("MEHARI_", "MCPO_");

    private static final String SOURCE = "mcpoEnvironment";

    private record Meaning(String setting, UnaryOperator<String> convert) {}

    private static final Map<String, Meaning> MEANINGS = Map.of(
            "CACHE_MAX_SIZE", new Meaning("mehari.cache.max-entries", value -> value),
            "MONITOR_ENABLED", new Meaning("mehari.monitor.enabled", value -> value),
            "MONITOR_INTERVAL", new Meaning("mehari.maintenance.system-sample-period", EnvironmentNames::seconds),
            "CACHE_DEFAULT_TTL", new Meaning("mehari.cache.default-ttl", EnvironmentNames::seconds),
            "ERROR_RECOVERY_ENABLED", new Meaning("mehari.recovery.enabled", value -> value),
            "MAX_RECOVERY_ATTEMPTS", new Meaning("mehari.servers.max-retries", value -> value),
            "POOL_MIN_CONNECTIONS", new Meaning("mehari.servers.pool-min", value -> value),
            "POOL_MAX_CONNECTIONS", new Meaning("mehari.servers.pool-max", value -> value));

    private static final Map<String, String> NONE_YET =
            Map.of("CONNECTION_TIMEOUT", "a server has 5 s to be reached and 20 s for its handshake");

    private final Map<String, String> variables;

    /**
     * @param variables of the process
     */
    public EnvironmentNames(Map<String, String> variables) {
        this.variables = variables;
    }

    /** The settings they stand for, which know the variable they come from. */
    PropertySource<?> settings() {
        Map<String, Object> settings = new LinkedHashMap<>();
        MEANINGS.forEach((name, meaning) -> variable(name)
                .ifPresent(variable -> settings.put(
                        meaning.setting(),
                        OriginTrackedValue.of(
                                meaning.convert().apply(variables.get(variable)),
                                new NamedOrigin("environment variable " + variable)))));
        return new OriginTrackedMapPropertySource(SOURCE, settings, true);
    }

    /** Adds them to an environment: they hold before files. */
    public void addTo(ConfigurableEnvironment environment) {
        environment
                .getPropertySources()
                .addAfter(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, settings());
    }

    /** All names under Mehari's own prefix. */
    static Set<String> own() {
        return Stream.of(MEANINGS.keySet(), NONE_YET.keySet(), Set.of("LOG_LEVEL", "API_KEY"))
                .flatMap(Set::stream)
                .map(name -> PREFIXES.get(0) + name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Those that are set and have no meaning yet, each with what holds instead. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (String prefix : PREFIXES) {
            NONE_YET.forEach((name, instead) -> {
                if (variables.containsKey(prefix + name)) {
                    warnings.add("environment variable " + prefix + name + " has no effect: " + instead);
                }
            });
        }
        variables.keySet().stream()
                .filter(name -> name.startsWith(PREFIXES.get(1)) && !known(name))
                .forEach(
                        name -> warnings.add("environment variable " + name + " has no effect: its name is not known"));
        return warnings.stream().sorted().toList();
    }

    private static boolean known(String ofMcpo) {
        return own().contains(PREFIXES.get(0) + ofMcpo.substring(PREFIXES.get(1).length()));
    }

    /** The level of logging, if one is set. */
    public Optional<String> logLevel() {
        return value("LOG_LEVEL").or(() -> Optional.ofNullable(variables.get("LOG_LEVEL")));
    }

    /** An API key, if one is set: the environment does not show in lists of processes. */
    public Optional<String> apiKey() {
        return value("API_KEY").filter(key -> !key.isEmpty());
    }

    private Optional<String> value(String name) {
        return variable(name).map(variables::get);
    }

    private Optional<String> variable(String name) {
        return PREFIXES.stream()
                .map(prefix -> prefix + name)
                .filter(variable -> !variables.getOrDefault(variable, "").isBlank())
                .findFirst();
    }

    /** A number without a unit counts seconds, as mcpo's does. */
    private static String seconds(String value) {
        return value.matches("\\d+") ? value + "s" : value;
    }
}
