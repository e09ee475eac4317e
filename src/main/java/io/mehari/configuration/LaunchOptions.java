package io.mehari.configuration;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ServerNames;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the command line says about upstream servers.
 *
 * @param variables added to the environment of each server, and known as {@code ${NAME}}; may hold secrets
 * @param server a server described by the command line alone; then no file is read
 */
public record LaunchOptions(Map<String, String> variables, Optional<Server> server) {
    /** A command line that says nothing. */
    public static final LaunchOptions NONE = new LaunchOptions(Map.of(), Optional.empty());

    public LaunchOptions {
        variables = Map.copyOf(variables);
    }

    /** The server whose tools are reached without its name, too: the only one. */
    public Optional<String> singleServer() {
        return server.map(Server::name);
    }

    @Override
    public String toString() {
        return "LaunchOptions[variables=" + variables.keySet() + ", server="
                + server.map(Server::name).orElse("none") + "]";
    }

    /**
     * A server described by the command line.
     *
     * @param name what it is to be called; what does not fit a name is replaced
     * @param type {@code stdio}, {@code sse} or {@code streamable-http}
     * @param words a command and its arguments, or an address
     * @param headers of a server behind an address; may hold secrets
     */
    public record Server(String name, String type, List<String> words, Map<String, String> headers) {
        public Server {
            name = ServerNames.problem(name).isEmpty() ? name : ServerNames.from(name);
            words = List.copyOf(words);
            headers = Map.copyOf(headers);
        }

        /** The file that would say the same. */
        public byte[] asFile() {
            ObjectNode file = Json.object();
            ObjectNode entry = file.putObject("mcpServers").putObject(name);
            entry.put("type", type);
            if ("stdio".equals(type)) {
                entry.put("command", literal(words.get(0)));
                words.stream().skip(1).forEach(word -> entry.withArray("args").add(literal(word)));
            } else {
                entry.put("url", literal(words.get(0)));
                headers.forEach(
                        (header, value) -> entry.withObjectProperty("headers").put(header, literal(value)));
            }
            return Json.bytes(file);
        }

        /** The shell has put in the values already. */
        private static String literal(String word) {
            return word.replace("${", "$${");
        }

        @Override
        public String toString() {
            return "Server[name=" + name + ", type=" + type + "]";
        }
    }
}
