package io.mehari.failure.memory;

import io.mehari.failure.similarity.EmbeddingSettings;
import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What is remembered of failed calls, and how it is searched.
 *
 * @param maxTemplates most templates of errors kept; beyond them those go that nobody has solved and that came least
 * @param queue failed calls that may wait to be learnt; the oldest beyond are lost and counted
 * @param knowledge files of known errors, and folders of them, besides those of the gateway and {@code
 *     config/error-knowledge.yaml}
 * @param searchCache how long the result of a search is kept
 * @param embedding the model by which errors are compared
 */
@ConfigurationProperties(prefix = "mehari.errors", ignoreUnknownFields = false)
public record ErrorMemorySettings(
        @DefaultValue("10000") @Min(100) @Max(1_000_000) int maxTemplates,
        @DefaultValue("10000") @Min(1) @Max(1_000_000) int queue,
        @DefaultValue List<String> knowledge,
        @DefaultValue("120s") @NotNull Duration searchCache,
        @Valid @NestedConfigurationProperty @DefaultValue EmbeddingSettings embedding) {
    public ErrorMemorySettings {
        knowledge = knowledge == null ? List.of() : List.copyOf(knowledge);
    }

    @AssertTrue(message = "search-cache must not be negative")
    boolean isSearchCacheValid() {
        return searchCache == null || !searchCache.isNegative();
    }
}
