package io.mehari.configuration.serversfile;

import io.mehari.upstream.UpstreamSettings.Pool;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * Where upstream servers are listed.
 *
 * @param file a file in the form of Claude Desktop's; where the default does not exist the gateway starts with its
 *     tool routes alone
 * @param maxRetries attempts after the first for servers that do not say {@code retry.max} themselves
 * @param concurrentStarts most servers that join at a time when the gateway starts
 * @param poolMin processes of a stateless server that does not say {@code pool.min} itself
 * @param poolMax most processes of a stateless server, and most connections to a server behind a URL, that do not say
 *     {@code pool.max} themselves; 0 for as many as usual, which is not the same for both
 * @param strict whether a problem inside one server's entry ends the start, instead of leaving that server out
 */
@ConfigurationProperties(prefix = ServersSettings.PREFIX, ignoreUnknownFields = false)
public record ServersSettings(
        @DefaultValue("config/mcp-servers.json") Path file,
        @Min(0) @Max(20) @DefaultValue("3") int maxRetries,
        @Min(1) @Max(1000) @DefaultValue("10") int concurrentStarts,
        @Min(1) @Max(PoolReader.MOST) @DefaultValue("2") int poolMin,
        @Min(0) @Max(PoolReader.MOST) @DefaultValue("0") int poolMax,
        @DefaultValue("false") boolean strict) {
    static final String PREFIX = "mehari.servers";
    public static final Path DEFAULT = Path.of("config/mcp-servers.json");

    @AssertTrue(message = "pool-min must be at most pool-max, where 0 stands for 10")
    boolean isPoolInRange() {
        return poolMin <= (poolMax <= 0 ? Pool.DEFAULT.max() : poolMax);
    }

    /** Reads how many connections servers have that do not say it themselves. */
    PoolReader pool() {
        return new PoolReader(poolMin, poolMax <= 0 ? Optional.empty() : Optional.of(poolMax));
    }

    /** The settings of this environment; the defaults if one of them cannot be read, which others tell. */
    public static ServersSettings of(Environment environment) {
        try {
            return Binder.get(environment).bindOrCreate(PREFIX, ServersSettings.class);
        } catch (BindException e) {
            return new Binder(List.of()).bindOrCreate(PREFIX, ServersSettings.class);
        }
    }
}
