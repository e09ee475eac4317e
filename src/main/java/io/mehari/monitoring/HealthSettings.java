package io.mehari.monitoring;

import jakarta.validation.constraints.AssertTrue;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What health means for whoever asks: which servers must be there, and which parts a probe looks at.
 *
 * @param required names of servers without which the gateway is not ready, and {@code /health} says {@code unhealthy}
 * @param groups parts by name of a probe, {@code GET /health/{group}}: names as in {@code /health}, the last character
 *     may be {@code *}. The group {@code ready} is always there; it looks at {@code network} and the required servers
 */
@ConfigurationProperties(prefix = "mehari.health", ignoreUnknownFields = false)
public record HealthSettings(
        @DefaultValue List<String> required, @DefaultValue Map<String, List<String>> groups) {
    private static final String NAME = "[a-z0-9][a-z0-9-]{0,31}";

    @AssertTrue(message = "groups must have names of a-z, 0-9 and -, at most 32 characters long, other than live")
    boolean isNamesUsable() {
        return groups == null || groups.keySet().stream().allMatch(name -> name.matches(NAME) && !name.equals("live"));
    }

    @AssertTrue(message = "groups must have at least one part each")
    boolean isGroupsFilled() {
        return groups == null || groups.values().stream().noneMatch(parts -> parts == null || parts.isEmpty());
    }
}
