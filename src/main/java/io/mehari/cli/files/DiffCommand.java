package io.mehari.cli.files;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cli.gateway.GatewayClient;
import io.mehari.cli.gateway.GatewayCommand;
import io.mehari.cli.gateway.GatewayRefusalException;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.protocol.Json;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code mehari diff}. */
@Command(
        name = "diff",
        sortOptions = false,
        description =
                "Shows what is different between the files that run at a gateway and those of a folder, or between two kept"
                        + " versions. Secrets are not shown.",
        footer = {
            "",
            "Examples:",
            "  mehari diff                     the working directory beside what runs on port 8000",
            "  mehari diff --from 3 --to 5     two kept versions",
            "  mehari diff --from running --to disk"
        })
public final class DiffCommand extends GatewayCommand {
    @Mixin
    private LocalFiles local;

    @Option(
            names = "--from",
            paramLabel = "VERSION",
            description = "Compares from this one: a number, 'running' or 'disk' of the gateway; DIR is not looked at.")
    private String from;

    @Option(names = "--to", paramLabel = "VERSION", description = "Compares to this one, likewise (default: disk).")
    private String to;

    @Option(names = "--exit-code", description = "Exits with status 1 if anything is different.")
    private boolean exitCode;

    /** @param environment has the key */
    public DiffCommand(EnvironmentNames environment) {
        super(LocalFiles.PATH, environment);
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        JsonNode files = from == null && to == null ? withOwn(gateway) : ofVersions(gateway);
        if (isJson()) {
            out.println(files.toPrettyString());
        } else if (!files.isEmpty()) {
            out.println(ChangeText.differences(files));
        }
        out.flush();
        return exitCode && !files.isEmpty() ? 1 : 0;
    }

    private JsonNode withOwn(GatewayClient gateway) throws GatewayRefusalException, InterruptedException {
        ObjectNode files = local.differing(gateway, spec(), true);
        return files.isEmpty()
                ? Json.MAPPER.createArrayNode()
                : gateway.post("/config/diff", Json.object().set("files", files))
                        .path("files");
    }

    private JsonNode ofVersions(GatewayClient gateway) throws GatewayRefusalException, InterruptedException {
        String query = "/diff?from=" + word(from, "running") + "&to=" + word(to, "disk");
        var all = Json.MAPPER.createArrayNode();
        for (String root : new String[] {"config", "routes"}) {
            gateway.get("/" + root + query).path("files").forEach(all::add);
        }
        return all;
    }

    /** What is no word cannot be a version; the gateway says so. */
    private static String word(String given, String otherwise) {
        return given == null ? otherwise : given.replaceAll("[^A-Za-z0-9-]", "_");
    }
}
