package io.mehari.servers;

import io.mehari.upstream.client.ClientConnectionLimits;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Bounds of the connections to servers that belong to one MCP client each, since the server may ask it something.
 *
 * @param most connections of clients to all servers together; over it the longest unused one is ended, and where all are in
 *     use new ones are refused
 * @param mostOfServer connections of clients to one server; for a server that is a process, so many processes beside its own
 * @param idle how long one that is not used is kept
 * @param questionTimeout how long a question of a server to a client may stay open; then the server gets an error and the
 *     call is cancelled
 */
@ConfigurationProperties(prefix = "mehari.client-connections", ignoreUnknownFields = false)
public record ClientConnectionSettings(
        @Min(0) @Max(10_000) @DefaultValue("64") int most,
        @Min(0) @Max(10_000) @DefaultValue("16") int mostOfServer,

        @NotNull @DurationMin(seconds = 1, message = "must be at least 1s") @DefaultValue("5m")
        Duration idle,

        @NotNull
        @DurationMin(seconds = 1, message = "must be at least 1s")
        @DurationMax(days = 1, message = "must be at most 1d")
        @DefaultValue("10m")
        Duration questionTimeout) {

    /** The bounds that these settings ask for. */
    public ClientConnectionLimits limits() {
        return new ClientConnectionLimits(most, mostOfServer, idle, questionTimeout);
    }
}
