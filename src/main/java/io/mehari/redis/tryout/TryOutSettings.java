package io.mehari.redis.tryout;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the gateway starts itself to be tried out.
 *
 * @param redis whether it starts a Redis of its own on a loopback port, which keeps nothing and ends with the gateway; not together
 *     with {@code mehari.redis.url}. {@code --with-redis} says the same
 */
@ConfigurationProperties(prefix = "mehari.try-out", ignoreUnknownFields = false)
public record TryOutSettings(@DefaultValue("false") boolean redis) {}
