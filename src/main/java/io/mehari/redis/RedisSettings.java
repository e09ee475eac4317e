package io.mehari.redis;

import jakarta.validation.constraints.AssertTrue;
import java.net.URI;
import java.net.URISyntaxException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The Redis that several gateways may share.
 *
 * @param url of a Redis that several gateways may share, {@code redis://host:port/database}, or {@code rediss:} over TLS; empty for none
 * @param username of the account in Redis; empty for the default one
 * @param password of the account in Redis; a secret, better given as {@code MEHARI_REDIS_PASSWORD}
 */
@ConfigurationProperties(prefix = "mehari.redis", ignoreUnknownFields = false)
public record RedisSettings(
        @DefaultValue("") String url,
        @DefaultValue("") String username,
        @DefaultValue("") String password) {
    private static final int DEFAULT_PORT = 6379;

    @AssertTrue(
            message =
                    "url must be redis://host:port/database or rediss://host:port/database, without user and password:"
                            + " those have settings of their own")
    boolean isUrlReadable() {
        return url == null || url.isBlank() || parsed() != null;
    }

    /** Scheme, host and port. */
    String address() {
        URI uri = parsed();
        return uri.getScheme() + "://" + uri.getHost() + ":" + (uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort());
    }

    /** Number of the database. */
    int database() {
        String path = parsed().getPath();
        return path.length() < 2 ? 0 : Integer.parseInt(path.substring(1));
    }

    private URI parsed() {
        try {
            URI uri = new URI(url.strip());
            boolean scheme = "redis".equals(uri.getScheme()) || "rediss".equals(uri.getScheme());
            boolean path = uri.getPath() == null || uri.getPath().matches("/?|/\\d{1,4}");
            return scheme && path && uri.getHost() != null && uri.getUserInfo() == null ? uri : null;
        } catch (URISyntaxException e) {
            return null;
        }
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "RedisSettings[url=" + url + ", username=" + username + "]";
    }
}
