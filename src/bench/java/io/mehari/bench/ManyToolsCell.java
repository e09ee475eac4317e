package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Whether lists and calls cost the same with a thousand tools as with twenty. */
final class ManyToolsCell {
    private static final int CALLERS = 32;
    private static final int SERVERS = 50;
    private static final int TOOLS = 20;
    private static final String LIST_AT_MCP = "tools/list at /mcp";
    private static final int WHOLE_LISTS = 2;
    private static final int PAGED = 136;
    private static final int PAGE = 16;
    private static final String NOTE = "Three gateways, one with 1 server of " + TOOLS + " tools, one with " + SERVERS
            + " servers of " + TOOLS + " tools each (all of them one echo process over HTTP), one with 1 server of "
            + PAGED + " tools whose list comes in pages of " + PAGE + ", rounds in turn, "
            + CALLERS
            + " connections. A ratio is the median over the rounds of the rate with many tools by the rate with few, "
            + "measured right before or after it; that of the whole list is per tool. Flat means at least 0.9, which is what rounds of the same differ by.";

    private final Lab lab;

    ManyToolsCell(Lab lab) {
        this.lab = new Lab(lab.pace().paired(), lab.driver(), lab.directory());
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        Cell cell = new Cell("1,000 tools on 50 servers", NOTE);
        try (HttpEcho server = HttpEcho.start(lab.directory().resolve("many"), TOOLS);
                HttpEcho paged = HttpEcho.paged(lab.directory().resolve("paged"), PAGED, PAGE);
                Gateway few = joined(cell, server, 1);
                Gateway many = joined(cell, server, SERVERS);
                Gateway pages = Gateway.start(
                        lab.directory().resolve("many-gateway-paged"),
                        Json.object().set(name(0), paged.settings()))) {
            pages.await(pages.mcp("").modernList("\"" + name(0) + "__echo-" + (PAGED - 1) + "\""));
            compare(cell, few, many, pages);
        }
        return cell;
    }

    /** A gateway all of whose servers have joined; remarks how long that took. */
    private Gateway joined(Cell cell, HttpEcho server, int servers) throws IOException, InterruptedException {
        ObjectNode settings = Json.object();
        for (int i = 0; i < servers; i++) {
            settings.set(name(i), server.settings("/" + i));
        }
        long begin = System.nanoTime();
        Gateway gateway = Gateway.start(lab.directory().resolve("many-gateway-" + servers), settings);
        HttpCall list = gateway.get("/api/v1/servers", "\"state\":\"ready\"");
        gateway.await(gateway.get("/health/live", ""));
        double serving = seconds(begin);
        while (ready(list.answer()) < servers) {
            TimeUnit.MILLISECONDS.sleep(5);
        }
        cell.remark(String.format(
                Locale.ROOT,
                "from the start of the process to serving %.2f s, to all servers joined (%d) %.2f s",
                serving,
                servers,
                seconds(begin)));
        return gateway;
    }

    private static double seconds(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static int ready(String answer) {
        return answer.split("\"state\":\"ready\"", -1).length - 1;
    }

    private static String name(int server) {
        return String.format(Locale.ROOT, "server%02d", server);
    }

    private void compare(Cell cell, Gateway few, Gateway many, Gateway pages) throws IOException, InterruptedException {
        List<Way> ofFew = ways(few, name(0), "few tools");
        List<Way> ofMany = ways(many, name(SERVERS - 1), "many tools");
        List<Way> ways = new ArrayList<>();
        for (int kind = 0; kind < ofFew.size(); kind++) {
            ways.addAll(List.of(ofFew.get(kind), ofMany.get(kind)));
        }
        Way paged = new Way(
                LIST_AT_MCP + ", " + PAGED + " tools",
                pages.mcp("").modernList("echo-" + (PAGED - 1)),
                pages.process().cpu());
        ways.add(paged);
        Way.inTurn(lab, CALLERS, ways);
        ways.forEach(way -> cell.row(way.name(), way.median()));
        int kinds = ofFew.size();
        for (int kind = 0; kind < kinds; kind++) {
            ratio(cell, ofFew.get(kind), ofMany.get(kind), kind >= kinds - WHOLE_LISTS ? SERVERS : 1);
        }
        ratio(cell, ofFew.get(kinds - 1), paged, (double) PAGED / TOOLS);
    }

    /** The last ones are whole lists. */
    private static List<Way> ways(Gateway gateway, String server, String size) {
        ProcessCpu cpu = gateway.process().cpu();
        String tools = "/api/v1/tools";
        return List.of(
                new Way("call, " + size, gateway.echo(server), cpu),
                new Way("one tool, " + size, gateway.get(tools + "/" + server + "/echo", "inputSchema"), cpu),
                new Way("page of " + TOOLS + ", " + size, gateway.get(tools + "?limit=" + TOOLS, "echo-19"), cpu),
                new Way("whole list, " + size, gateway.get(tools + "?limit=1000", "echo-19"), cpu),
                new Way(LIST_AT_MCP + ", " + size, gateway.mcp("").modernList("echo-19"), cpu));
    }

    private static void ratio(Cell cell, Way few, Way many, double larger) {
        double ratio = Range.of(many.ratesBy(few)).median() * larger;
        String what = larger == 1
                ? few.name().substring(0, few.name().indexOf(','))
                : many.name() + ", per tool, to "
                        + few.name().substring(few.name().indexOf(',') + 2);
        cell.target(Target.atLeast(what, ratio, 0.8, 0.9, ""));
    }
}
