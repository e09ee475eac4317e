package io.mehari.bench;

import io.mehari.protocol.Json;
import java.io.IOException;
import java.util.List;

/** What a tools/call costs through the MCP endpoint, in both eras, beside REST and beside no gateway. */
final class McpCell {
    private static final String NOTE = "The streamable HTTP echo server called directly, by `POST /{server}/{tool}` "
            + "and by `tools/call` at `POST /mcp`: a session of the legacy era (2025-11-25) for each caller, and requests of "
            + "the modern era (2026-07-28). Nothing cached, rounds in turn, " + McpWays.CALLERS
            + " connections, our own driver. The tool goes through the same pipeline on all ways.";

    private final Lab lab;

    McpCell(Lab lab) {
        this.lab = new Lab(lab.pace().fewer(), lab.driver(), lab.directory());
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        try (HttpEcho server = HttpEcho.start(lab.directory().resolve("mcp"));
                Gateway gateway = Gateway.start(
                        lab.directory().resolve("mcp-gateway"), Json.object().set("http", server.settings()));
                McpWays ways = new McpWays()) {
            gateway.await(gateway.echo("http"));
            McpCalls calls = gateway.mcp("http__echo");
            List<HttpCall> legacy = calls.legacy(McpWays.CALLERS);
            List<HttpCall> modern = calls.modern(McpWays.CALLERS);
            gateway.await(legacy.get(0), modern.get(0));
            ProcessCpu own = gateway.process().cpu();
            ProcessCpu behind = server.process().cpu();
            return compared(
                    ways.way("direct", server.call(), server.process().cpu(), new ProcessCpu(List.of())),
                    ways.way("REST", gateway.echo("http"), own, behind),
                    ways.way("MCP, legacy era", legacy, own, behind),
                    ways.way("MCP, modern era", modern, own, behind));
        }
    }

    private Cell compared(Way direct, Way rest, Way legacy, Way modern) throws IOException, InterruptedException {
        List<Way> all = List.of(direct, rest, legacy, modern);
        Way.inTurn(lab, McpWays.CALLERS, all);
        Cell cell = new Cell("MCP endpoint", NOTE);
        all.forEach(way -> cell.row(way.name(), way.median()));
        for (Way way : List.of(legacy, modern)) {
            cell.remark(ratio(way, rest)).remark(ratio(way, direct));
        }
        return cell;
    }

    /** A sentence about two rates of the same run. */
    static String ratio(Way one, Way other) {
        return "%s / %s: **%.2f**"
                .formatted(
                        one.name(),
                        other.name(),
                        one.median().rate() / other.median().rate());
    }
}
