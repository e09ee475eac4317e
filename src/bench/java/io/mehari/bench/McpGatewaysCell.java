package io.mehari.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A tools/call through the MCP endpoint of this gateway and of two others, with the same stdio server behind. */
final class McpGatewaysCell {
    private static final String MCP_PROXY = "6.7.19";
    private static final String FAST_MCP = "4.2.3";
    /** What a call passes. */
    private static final List<String> FAST_MCP_PACKAGES = List.of(
            "fastmcp==" + FAST_MCP,
            "mcp==2.3.0",
            "starlette==1.10.0",
            "uvicorn==0.54.0",
            "sse-starlette==3.7.0",
            "pydantic==2.14.4",
            "anyio==4.16.0",
            "httpx2==2.16.2");

    private static final Path NODE =
            Path.of("src", "test", "interop", "node_modules", ".bin", "node").toAbsolutePath();
    private static final String NOTE = "`tools/call` over streamable HTTP with a stdio echo server behind each: `POST "
            + "/mcp` of Mehari, npm's mcp-proxy " + MCP_PROXY + " and fastmcp's proxy " + FAST_MCP
            + " from PyPI. Rounds in turn, " + McpWays.CALLERS
            + " clients with a session each (legacy era), or without one (modern era; fastmcp does not serve it with a "
            + "legacy server behind). Our own driver.";

    private final Lab lab;
    private final Path directory;
    private final List<Way> all = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    McpGatewaysCell(Lab lab) {
        this.lab = new Lab(lab.pace().shorter(), lab.driver(), lab.directory());
        this.directory = lab.directory().resolve("mcp-gateways");
    }

    /** Measures. */
    Cell measure() throws IOException, InterruptedException {
        Files.createDirectories(directory);
        ObjectNode servers = Json.object().set("echo", EchoGateway.settings());
        try (Gateway gateway = Gateway.start(directory.resolve("mehari"), servers);
                McpWays ways = new McpWays()) {
            gateway.await(gateway.echo("echo"));
            add(ways, "Mehari", gateway.mcp("echo__echo"), gateway.process(), true);
            withMcpProxy(ways);
        }
        Cell cell = new Cell("MCP endpoint, beside other gateways", NOTE);
        all.forEach(way -> cell.row(way.name(), way.median()));
        all.stream()
                .skip(2)
                .forEach(other -> cell.remark(McpCell.ratio(all.get(other.name().endsWith("legacy") ? 0 : 1), other)));
        missing.forEach(cell::remark);
        return cell;
    }

    private void withMcpProxy(McpWays ways) throws IOException, InterruptedException {
        Optional<Path> script = Installed.fromNpm("mcp-proxy", MCP_PROXY, "dist/bin/mcp-proxy.mjs");
        if (script.isEmpty()) {
            missing.add("mcp-proxy " + MCP_PROXY + " is not here to compare with: it takes npm and its packages.");
            withFastMcp(ways);
            return;
        }
        int port = ChildProcess.freePort();
        List<String> command = new ArrayList<>(List.of(
                Files.isExecutable(NODE) ? NODE.toString() : "node",
                script.get().toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--server",
                "stream",
                "--"));
        command.addAll(ChildJvm.command());
        command.add(EchoServer.class.getName());
        try (ChildProcess process = ChildProcess.start(directory, "mcp-proxy", command)) {
            add(ways, "mcp-proxy", endpoint(port), process, true);
            withFastMcp(ways);
        }
    }

    private void withFastMcp(McpWays ways) throws IOException, InterruptedException {
        Optional<Path> program = Installed.fromPyPi("fastmcp-" + FAST_MCP, FAST_MCP_PACKAGES, "fastmcp");
        if (program.isEmpty()) {
            missing.add("fastmcp " + FAST_MCP + " is not here to compare with: it takes python3, 3.11 or newer, with "
                    + "venv and pip, and its packages from PyPI.");
            Way.inTurn(lab, McpWays.CALLERS, all);
            return;
        }
        ObjectNode file = Json.object();
        file.withObject("/mcpServers").set("echo", EchoGateway.settings());
        Path servers = Files.write(directory.resolve("fastmcp.json"), Json.bytes(file));
        int port = ChildProcess.freePort();
        List<String> command = List.of(
                program.get().toString(),
                "run",
                servers.toString(),
                "--transport",
                "http",
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--no-banner",
                "--log-level",
                "WARNING");
        try (ChildProcess process = ChildProcess.start(directory, "fastmcp", command)) {
            add(ways, "fastmcp", endpoint(port), process, false);
            Way.inTurn(lab, McpWays.CALLERS, all);
        }
    }

    private static McpCalls endpoint(int port) {
        return new McpCalls(URI.create("http://127.0.0.1:" + port + "/mcp"), "echo");
    }

    private void add(McpWays ways, String name, McpCalls calls, ChildProcess process, boolean modern)
            throws IOException, InterruptedException {
        process.awaitListening(calls.uri());
        List<HttpCall> legacy = calls.legacy(McpWays.CALLERS);
        process.awaitAnswer(legacy.get(0));
        ProcessCpu behind = new ProcessCpu(List.of());
        all.add(ways.way(name + ", legacy", legacy, process.cpuOfTree(), behind));
        if (modern) {
            List<HttpCall> requests = calls.modern(McpWays.CALLERS);
            process.awaitAnswer(requests.get(0));
            all.add(ways.way(name + ", modern", requests, process.cpuOfTree(), behind));
        }
    }
}
