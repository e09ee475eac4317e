package io.mehari.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.cli.gateway.GatewayClient;
import io.mehari.cli.gateway.GatewayCommand;
import io.mehari.cli.gateway.GatewayRefusalException;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.protocol.Json;
import io.mehari.text.PrintableText;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code mehari servers add}. */
@Command(
        name = "add",
        sortOptions = false,
        description = "Adds a server behind a URL to a gateway that runs. It is there after a restart, too.")
final class ServerAddCommand extends GatewayCommand {
    @Parameters(paramLabel = "NAME", description = "How the server is to be called.")
    private String name;

    @Option(names = "--address", required = true, paramLabel = "URL", description = "Where the server is.")
    private String address;

    @Option(
            names = "--type",
            paramLabel = "TYPE",
            description = "Its transport: streamable-http or sse (default: the gateway finds out).")
    private String type;

    @Option(names = "--header", paramLabel = "NAME=VALUE", description = "Sent with each request to it; repeatable.")
    private Map<String, String> headers = new LinkedHashMap<>();

    ServerAddCommand(EnvironmentNames environment) {
        super(ServersCommand.LIST, environment);
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        ObjectNode entry = Json.object().put("name", name).put("url", address);
        if (type != null) {
            entry.put("type", type);
        }
        if (!headers.isEmpty()) {
            headers.forEach(entry.putObject("headers")::put);
        }
        JsonNode answer = gateway.post("", entry);
        out.println(isJson() ? answer.toPrettyString() : "Server " + PrintableText.of(name) + " is added.");
        return 0;
    }
}
