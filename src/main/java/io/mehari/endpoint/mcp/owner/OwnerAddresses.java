package io.mehari.endpoint.mcp.owner;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Where the instances of the gateway can be reached. Safe for concurrent use; no method waits. */
interface OwnerAddresses extends AutoCloseable {
    /**
     * Where an instance can be reached.
     *
     * @param owner name of the instance
     * @return such as {@code http://10.0.0.7:8000}; empty if there is no such instance any more; exceptionally, within about
     *     a second, if that cannot be found out now
     */
    CompletableFuture<Optional<String>> find(String owner);

    /** This instance is not there any more. */
    @Override
    void close();
}
