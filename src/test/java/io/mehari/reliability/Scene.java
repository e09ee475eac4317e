package io.mehari.reliability;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** A server, and one fault that comes over it. */
interface Scene extends AutoCloseable {
    /** The entry of the server in {@code mcp-servers.json}, without limits. */
    ObjectNode entry();

    /** The tool whose call meets the fault. */
    default String tool() {
        return "run";
    }

    /** Whether the fault is there from the beginning and cannot end. */
    default boolean lasts() {
        return false;
    }

    /**
     * Brings the fault about.
     *
     * @param gateway that is to meet it
     * @param server its name of the server
     */
    void begin(Gateway gateway, String server) throws Exception;

    /** Takes part in the call that meets the fault: it has been sent. */
    default void during() throws Exception {}

    /** Takes the fault away. */
    void lift() throws Exception;

    /** The ids of the calls the server ran, once for every time. */
    List<String> ran() throws Exception;

    @Override
    void close() throws Exception;
}
