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

/** {@code mehari apply}. */
@Command(
        name = "apply",
        sortOptions = false,
        description =
                "Lets the files of a folder run at a gateway: those that are different are checked there with all others,"
                        + " written, and run as one change. Exits with status 1, and nothing has changed, if they cannot.",
        footer = {
            "",
            "Examples:",
            "  mehari apply --dry-run          what would change, and what is wrong",
            "  mehari apply my-gateway --comment \"add the weather tool\""
        })
public final class ApplyCommand extends GatewayCommand {
    @Mixin
    private LocalFiles local;

    @Mixin
    private ChangeOptions options;

    @Option(names = "--delete", description = "Removes the files that are at the gateway and not in DIR.")
    private boolean delete;

    /** @param environment has the key */
    public ApplyCommand(EnvironmentNames environment) {
        super(LocalFiles.PATH, environment);
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        ObjectNode files = local.differing(gateway, spec(), delete);
        JsonNode answer = files.isEmpty() ? Json.object() : ask(gateway, files);
        if (isJson()) {
            out.println(answer.toPrettyString());
        } else {
            options.print(answer, options.isDryRun(), ChangeText.changes(answer), out);
        }
        out.flush();
        return 0;
    }

    private JsonNode ask(GatewayClient gateway, ObjectNode files) throws GatewayRefusalException, InterruptedException {
        ObjectNode body = Json.object();
        body.set("files", files);
        return options.isDryRun()
                ? gateway.post("/config/validate", body)
                : gateway.post("/config/apply", options.commented(body));
    }
}
