package io.mehari.acceptance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.function.Consumer;

/** Writes {@code mcp-servers.json} for gateways whose upstreams are Java programs of the test class path. */
final class Servers {
    private final ObjectNode file = Json.object();
    private final ObjectNode servers = file.putObject("mcpServers");

    /** Adds a server that is a main class. */
    Servers java(String name, String mainClass, String... args) {
        return java(name, server -> {}, mainClass, args);
    }

    /** Adds a server that is a main class, with further keys of its entry. */
    Servers java(String name, Consumer<ObjectNode> keys, String mainClass, String... args) {
        ObjectNode server = servers.putObject(name).put("command", javaCommand());
        ArrayNode arguments = server.putArray("args");
        javaArguments(mainClass).forEach(arguments::add);
        List.of(args).forEach(arguments::add);
        keys.accept(server);
        return this;
    }

    /** Adds a server that a shell script starts. */
    Servers shell(String name, Consumer<ObjectNode> keys, String script) {
        ObjectNode server = servers.putObject(name).put("command", "/bin/sh");
        server.putArray("args").add("-c").add(script);
        keys.accept(server);
        return this;
    }

    /** Adds a server of which only the keys are known. */
    Servers with(String name, Consumer<ObjectNode> keys) {
        keys.accept(servers.putObject(name));
        return this;
    }

    /** A shell command that runs a main class. */
    static String javaLine(String mainClass, String... args) {
        return javaCommand() + " " + String.join(" ", javaArguments(mainClass)) + " " + String.join(" ", args);
    }

    private static String javaCommand() {
        return ProcessHandle.current().info().command().orElse("java");
    }

    private static List<String> javaArguments(String mainClass) {
        return List.of(
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                mainClass);
    }

    @Override
    public String toString() {
        return Json.text(file);
    }
}
