package io.mehari.interop;

import io.mehari.support.NpmPackages;
import io.mehari.support.PythonPackages;
import io.mehari.support.Requirement;
import java.util.List;

/**
 * One server of the configuration under test.
 *
 * @param name its name there
 * @param program the end of its package's name
 * @param transport how it is reached, as {@code GET /api/v1/servers} says it
 */
record InteropServer(String name, String program, String transport) {
    /** Every program over stdio, and one over every transport, at once. */
    static final List<InteropServer> ALL = List.of(
            new InteropServer("everything", "everything", "stdio"),
            new InteropServer("everything-http", "everything", "streamable-http"),
            new InteropServer("everything-sse", "everything", "sse"),
            new InteropServer("filesystem", "filesystem", "stdio"),
            new InteropServer("memory", "memory", "stdio"),
            new InteropServer("sequential-thinking", "sequential-thinking", "stdio"));

    /** One of each kind over stdio, the last of them in Python: what every client is compared with. */
    static final List<InteropServer> FOUR = List.of(
            new InteropServer("everything", "everything", "stdio"),
            new InteropServer("filesystem", "filesystem", "stdio"),
            new InteropServer("memory", "memory", "stdio"),
            new InteropServer("time", "time", "stdio"));

    /** The names of all. */
    static List<String> names() {
        return ALL.stream().map(InteropServer::name).toList();
    }

    /** The command that starts it over stdio. */
    List<String> command() {
        return program.equals("time")
                ? List.of(PythonPackages.program("mcp-server-time").toString())
                : List.of(
                        Requirement.NODE.path().toString(),
                        NpmPackages.server(program).toString());
    }

    /** True if it is a process of its own that listens on a port. */
    boolean hasUrl() {
        return !transport.equals("stdio");
    }
}
