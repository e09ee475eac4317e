package io.mehari.configuration.settings;

import org.springframework.boot.origin.Origin;

/**
 * Where a setting comes from that has another name there.
 *
 * @param name as people know it, such as {@code environment variable MCPO_CACHE_MAX_SIZE}
 */
record NamedOrigin(String name) implements Origin {
    @Override
    public String toString() {
        return name;
    }
}
