package io.mehari;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * Variables that mcpo's guide names, under its own prefix and under Mehari's (S1.10). The gateway's settings have
 * other names, such as {@code MEHARI_DATA_PORT}, which Spring Boot reads itself.
 */
final class EnvironmentNames {
    private static final List<String> PREFIXES = List.of("MEHARI_", "MCPO_");

    private record Meaning(String setting, UnaryOperator<String> convert) {}

    private static final Map<String, Meaning> MEANINGS = Map.of(
            "CACHE_MAX_SIZE", new Meaning("mehari.cache.max-entries", value -> value),
            "CACHE_DEFAULT_TTL", new Meaning("mehari.cache.default-ttl", EnvironmentNames::seconds),
            "MAX_RECOVERY_ATTEMPTS", new Meaning("mehari.servers.max-retries", value -> value));

    private static final Map<String, String> NONE_YET = Map.of(
            "MONITOR_ENABLED", "the system monitor comes in a later version",
            "MONITOR_INTERVAL", "the system monitor comes in a later version",
            "ERROR_RECOVERY_ENABLED", "lost connections are always made again",
            "POOL_MAX_CONNECTIONS", "there are no pools of connections in this version",
            "POOL_MIN_CONNECTIONS", "there are no pools of connections in this version",
            "CONNECTION_TIMEOUT", "limits are set per server, by \"timeout\"");

    private final Map<String, String> variables;

    /**
     * @param variables of the process
     */
    EnvironmentNames(Map<String, String> variables) {
        this.variables = variables;
    }

    /** The settings they stand for. */
    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        MEANINGS.forEach((name, meaning) -> value(name)
                .ifPresent(value ->
                        settings.put(meaning.setting(), meaning.convert().apply(value))));
        return settings;
    }

    /** Those that are set and have no meaning yet, each with what holds instead. */
    List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        for (String prefix : PREFIXES) {
            NONE_YET.forEach((name, instead) -> {
                if (variables.containsKey(prefix + name)) {
                    warnings.add("environment variable " + prefix + name + " has no effect: " + instead);
                }
            });
        }
        return warnings.stream().sorted().toList();
    }

    /** The level of logging, if one is set. */
    Optional<String> logLevel() {
        return value("LOG_LEVEL").or(() -> Optional.ofNullable(variables.get("LOG_LEVEL")));
    }

    /** An API key, if one is set: the environment does not show in lists of processes. */
    Optional<String> apiKey() {
        return value("API_KEY").filter(key -> !key.isEmpty());
    }

    private Optional<String> value(String name) {
        return PREFIXES.stream()
                .map(prefix -> variables.get(prefix + name))
                .filter(value -> value != null && !value.isBlank())
                .findFirst();
    }

    /** A number without a unit counts seconds, as mcpo's does. */
    private static String seconds(String value) {
        return value.matches("\\d+") ? value + "s" : value;
    }
}
