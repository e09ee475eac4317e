package io.mehari.configuration;

/**
 * One value of the configuration that is another one than before.
 *
 * @param path of the key, such as {@code mehari.cache.max-entries} or {@code mcpServers.files.timeout.attempt}
 * @param before what held; null if the key was not there. Secrets are replaced by {@code [redacted]}
 * @param after what holds now; null if the key is not there any more. Secrets are replaced by {@code [redacted]}
 */
public record ChangedKey(String path, String before, String after) {}
