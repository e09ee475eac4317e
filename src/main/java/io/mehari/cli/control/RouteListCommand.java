package io.mehari.cli.control;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.cli.gateway.Columns;
import io.mehari.cli.gateway.GatewayClient;
import io.mehari.cli.gateway.GatewayCommand;
import io.mehari.cli.gateway.GatewayRefusalException;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.text.Counted;
import io.mehari.text.PrintableText;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code mehari routes list}. */
@Command(
        name = "list",
        sortOptions = false,
        description = "Lists the routes: whether they run, and what was counted of them since the gateway started.")
final class RouteListCommand extends GatewayCommand {
    private static final List<String> TITLES =
            List.of("ROUTE", "GROUP", "STATE", "TOTAL", "FAILED", "IN FLIGHT", "MEAN MS", "P95 MS", "LAST FAILURE");
    private static final int LONGEST = 60;

    @Option(names = "--group", paramLabel = "GROUP", description = "Those of this group, such as pipeline or recovery.")
    private String group;

    @Option(names = "--stopped", description = "Those that do not run.")
    private boolean stopped;

    RouteListCommand(EnvironmentNames environment) {
        super(RoutesCommand.PATH, environment);
    }

    @Override
    protected int run(GatewayClient gateway, PrintWriter out) throws GatewayRefusalException, InterruptedException {
        JsonNode all = gateway.get("/statistics");
        if (isJson()) {
            out.println(all.toPrettyString());
            return 0;
        }
        List<List<String>> rows = new ArrayList<>();
        rows.add(TITLES);
        for (JsonNode route : all.path("routes")) {
            boolean asked = group == null || group.equals(route.path("group").asText());
            if (asked && !(stopped && "started".equals(route.path("state").asText()))) {
                rows.add(row(route));
            }
        }
        out.println(Columns.of(rows));
        out.println();
        out.println(Counted.of(rows.size() - 1, "route") + ".");
        return 0;
    }

    private static List<String> row(JsonNode route) {
        JsonNode counted = route.path("statistics");
        return List.of(
                text(route.path("id")),
                text(route.path("group")),
                text(route.path("state")),
                text(counted.path("total")),
                text(counted.path("failed")),
                text(counted.path("in_flight")),
                text(counted.at("/time_ms/mean")),
                text(counted.at("/time_ms/p95")),
                cut(text(counted.at("/last_failure/text"))));
    }

    private static String text(JsonNode value) {
        return PrintableText.of(value.asText());
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
