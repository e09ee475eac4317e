package io.mehari.configuration;

/**
 * Is told what has changed in the configuration while the gateway runs. Every bean of this type is: one of an application
 * around the gateway, or one that a route file defines under {@code beans:}.
 */
@FunctionalInterface
public interface ConfigurationListener {
    /**
     * A value has changed, and holds. Called once for each key, after the whole change has been taken, on a thread that may
     * block for a while and is not the one of calls; what is thrown is logged.
     *
     * @param path of the key, such as {@code mehari.cache.max-entries} or {@code mcpServers.files.timeout.attempt}
     * @param before what held; null if the key was not there. Secrets are replaced by {@code [redacted]}
     * @param after what holds now; null if the key is not there any more. Secrets are replaced by {@code [redacted]}
     */
    void changed(String path, String before, String after);
}
