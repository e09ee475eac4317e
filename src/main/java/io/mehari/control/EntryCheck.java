package io.mehari.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.ServerNames;
import io.mehari.configuration.serversfile.Finding.Severity;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.McpServersFile.Reading;
import io.mehari.protocol.Json;
import io.mehari.upstream.UpstreamSettings;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.core.io.ByteArrayResource;

/**
 * Checks what a request says of a server that is to be added. Only what reaches a server behind a URL and limits its calls
 * is taken: commands, files and variables of the gateway's environment come from files alone, which an operator of the
 * machine writes. May block while a name is resolved.
 *
 * @param reader of the file of servers, whose rules hold
 * @param guard says where servers may be
 */
record EntryCheck(McpServersFile reader, AddressGuard guard) {
    private static final Set<String> KEYS = new TreeSet<>(List.of(
            "allowedTools",
            "arguments",
            "breaker",
            "bulkhead",
            "cache",
            "disabledTools",
            "headers",
            "pool",
            "retry",
            "timeout",
            "tools",
            "type",
            "url"));

    /**
     * The settings that an entry stands for.
     *
     * @param name of the server
     * @param entry without the name
     * @throws InvalidServerException naming what is wrong
     */
    UpstreamSettings settings(String name, ObjectNode entry) {
        if (!ServerNames.isPlain(name) || ServerNames.problem(name).isPresent()) {
            throw new InvalidServerException(
                    "name", ServerNames.problem(name).orElse("use up to 48 of A-Z a-z 0-9 _ . -, without __"));
        }
        entry.fieldNames().forEachRemaining(EntryCheck::requireKnown);
        if (Json.text(entry).contains("${")) {
            // what a variable stands for belongs to the gateway, and would leave in the first request to the server
            throw new InvalidServerException("", "must not have ${...}: variables are known in files alone");
        }
        if (!entry.path("url").isTextual()) {
            throw new InvalidServerException("url", "missing: only servers behind a URL can be added by a request");
        }
        UpstreamSettings settings = read(name, entry);
        guard.problem(settings.http().url()).ifPresent(problem -> {
            throw new InvalidServerException("url", problem);
        });
        return settings;
    }

    private static void requireKnown(String key) {
        if (!KEYS.contains(key)) {
            throw new InvalidServerException(
                    key, "cannot be set by a request, which may have " + String.join(", ", KEYS) + " and name");
        }
    }

    private UpstreamSettings read(String name, ObjectNode entry) {
        ObjectNode file = Json.object();
        file.putObject("mcpServers").set(name, entry);
        Reading reading =
                reader.inspect(new ByteArrayResource(Json.text(file).getBytes(StandardCharsets.UTF_8), "the request"));
        List<String> errors = reading.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR)
                .map(finding -> finding.path().replace("$.mcpServers." + name, "$") + ": " + finding.text())
                .toList();
        if (!errors.isEmpty() || reading.servers().size() != 1) {
            throw new InvalidServerException("", errors.isEmpty() ? "no server" : String.join("; ", errors));
        }
        return reading.servers().get(0);
    }
}
