package io.mehari.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.cli.gateway.GatewayClient;
import io.mehari.cli.gateway.GatewayCommand;
import io.mehari.cli.gateway.GatewayRefusalException;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.text.PrintableText;
import java.io.PrintWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code mehari servers remove}. */
@Command(
        name = "remove",
        sortOptions = false,
        description = "Removes a server that was added by a request. Those of the file of servers are removed there.")
final class ServerRemoveCommand extends GatewayCommand {
    @Parameters(paramLabel = "NAME", description = "The server.")
    private String name;

    ServerRemoveCommand(EnvironmentNames environment) {
        super(ServersCommand.LIST, environment);
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        JsonNode answer = gateway.delete(TurnCommand.path(name));
        out.println(isJson() ? answer.toPrettyString() : "Server " + PrintableText.of(name) + " is removed.");
        return 0;
    }
}
