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
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code mehari rollback}. */
@Command(
        name = "rollback",
        sortOptions = false,
        description =
                "Lets the files of a gateway be what they were in a kept version, by default the one before that which runs."
                        + " They are checked as any change: status 1, and nothing has changed, if they cannot be used any"
                        + " more.",
        footer = {"", "Examples:", "  mehari rollback --list", "  mehari rollback --dry-run", "  mehari rollback 3"})
public final class RollbackCommand extends GatewayCommand {
    @Parameters(paramLabel = "VERSION", arity = "0..1", description = "Number of the version.")
    private Integer version;

    @Mixin
    private ChangeOptions options;

    @Option(names = "--list", description = "Lists the kept versions, newest first, and does nothing.")
    private boolean list;

    /** @param environment has the key */
    public RollbackCommand(EnvironmentNames environment) {
        super(LocalFiles.PATH, environment);
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        if (list || version == null) {
            JsonNode history = gateway.get("/config/history");
            if (list) {
                out.println(isJson() ? history.toPrettyString() : VersionTable.of(history));
                out.flush();
                return 0;
            }
            version = before(history);
        }
        ObjectNode body =
                Json.object().put("version", version).put("routes", true).put("dry_run", options.isDryRun());
        JsonNode answer = gateway.post("/config/rollback", options.commented(body));
        if (isJson()) {
            out.println(answer.toPrettyString());
        } else {
            options.print(answer, true, "", out);
        }
        out.flush();
        return 0;
    }

    /** The newest that was taken before the one that runs. */
    private int before(JsonNode history) {
        int running = history.path("running").asInt();
        for (JsonNode kept : history.path("versions")) {
            if ("ACK".equals(kept.path("result").asText())
                    && kept.path("version").asInt() < running) {
                return kept.path("version").asInt();
            }
        }
        throw new ParameterException(
                spec().commandLine(),
                "no version is kept from before the one that runs; 'mehari rollback --list' shows all");
    }
}
