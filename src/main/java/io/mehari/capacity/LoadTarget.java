package io.mehari.capacity;

import java.net.URI;
import java.util.Optional;

/**
 * What is called.
 *
 * @param base address of the gateway, without a path
 * @param server name of the tool's server
 * @param tool name of the tool
 * @param arguments of each call, a JSON object as text
 * @param key API key that is shown; never part of a report
 */
public record LoadTarget(URI base, String server, String tool, String arguments, Optional<String> key) {
    /** {@code server/tool}. */
    public String name() {
        return server + "/" + tool;
    }

    @Override
    public String toString() {
        return name() + " at " + base;
    }
}
