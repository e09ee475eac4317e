package io.mehari.call;

/** Calls that wait for their client to come back with an answer. Implementations are safe for concurrent use. */
@FunctionalInterface
public interface ParkedCalls {
    /**
     * How many there are of one server.
     *
     * @param server name of the server that asked last
     * @return of this moment
     */
    int of(String server);
}
