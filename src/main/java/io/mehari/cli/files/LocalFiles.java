package io.mehari.cli.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cli.gateway.GatewayClient;
import io.mehari.cli.gateway.GatewayRefusalException;
import io.mehari.history.FileSet;
import io.mehari.history.FilesOnDisk;
import io.mehari.history.Places;
import io.mehari.protocol.Json;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** Which files of this machine are meant. */
final class LocalFiles {
    /** Where the paths of files begin. */
    static final String PATH = "/api/v1/admin";

    private static final List<String> FOLDERS = List.of(Places.CONFIG, Places.ROUTES);

    @Parameters(
            paramLabel = "DIR",
            arity = "0..1",
            defaultValue = ".",
            description = "Folder with routes/ and config/, or one of them (default: the working directory).")
    private Path folder;

    @Option(
            names = "--exclude",
            paramLabel = "FILE",
            description = "A file that does not count, such as config/keys.json. May be repeated.")
    private List<String> excluded = List.of();

    /**
     * What of them is different at a gateway.
     *
     * @param delete whether files go that are at the gateway only
     * @return the member {@code files} of a request; empty if nothing is different
     * @throws ParameterException if there are no such files
     */
    ObjectNode differing(GatewayClient gateway, CommandSpec spec, boolean delete)
            throws GatewayRefusalException, InterruptedException {
        FileSet own = own(spec);
        Map<String, String> theirs = theirs(gateway);
        ObjectNode files = Json.object();
        own.files().forEach((name, content) -> {
            if (!FileSet.digest(content).equals(theirs.get(name))) {
                files.put(name, new String(content, StandardCharsets.UTF_8));
            }
        });
        if (delete) {
            theirs.keySet().stream()
                    .filter(name -> !own.files().containsKey(name) && !excluded.contains(name))
                    .filter(name -> Files.isDirectory(folder.resolve(name.substring(0, name.indexOf('/')))))
                    .forEach(files::putNull);
        }
        return files;
    }

    private FileSet own(CommandSpec spec) {
        if (FOLDERS.stream().noneMatch(name -> Files.isDirectory(folder.resolve(name)))) {
            throw new ParameterException(spec.commandLine(), folder + ": there is neither config/ nor routes/ in it");
        }
        Path config = folder.resolve(Places.CONFIG);
        FilesOnDisk found = FilesOnDisk.in(
                new Places(folder.resolve(Places.ROUTES), config, config.resolve("mcp-servers.json"), Set.of()));
        if (!found.problems().isEmpty()) {
            throw new ParameterException(spec.commandLine(), String.join("; ", found.problems()));
        }
        return found.set().of(name -> !excluded.contains(name));
    }

    private static Map<String, String> theirs(GatewayClient gateway)
            throws GatewayRefusalException, InterruptedException {
        Map<String, String> digests = new TreeMap<>();
        for (String root : FOLDERS) {
            for (JsonNode file : gateway.get("/" + root + "/files").path("files")) {
                digests.put(file.path("file").asText(), file.path("sha256").asText());
            }
        }
        return digests;
    }
}
