package io.mehari.reload;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult;
import io.mehari.catalog.ServerAliases;
import io.mehari.catalog.ToolRoutes;
import io.mehari.configuration.serversfile.McpServersFile;
import io.mehari.configuration.serversfile.ServersSettings;
import io.mehari.event.GatewayEvents;
import io.mehari.launch.GatewayFixture;
import io.mehari.reload.live.ConfigurationReports;
import io.mehari.servers.ConfiguredServers;
import io.mehari.support.Trials;
import io.mehari.upstream.CallSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.mock.env.MockEnvironment;

/**
 * Random sequences of valid and invalid edits of route files and of the list of servers, several at a time, always end in
 * the state of the last valid edit; in that of the last valid entry for servers. What is wrong takes nothing else along.
 */
@DisplayName("S0.7: random sequences of edits end in the state of the last valid edit")
class EditSequencesTest {
    private static final List<String> TOOLS = List.of("t0", "t1", "t2", "t3");
    private static final List<String> SERVERS = List.of("s0", "s1", "s2");
    private static final String GOOD = "- route:\n    id: %1$s\n    description: A tool\n    from:\n"
            + "      uri: ai-tool:%1$s\n      parameters:\n        description: A tool\n      steps:\n"
            + "        - setBody:\n            constant: version %2$d.\n";

    /** Ways to break a file of one route, by what is made of a good one. */
    private static final List<Map.Entry<String, String>> BREAKS = List.of(
            Map.entry("setBody", "setBdy"),
            Map.entry("parameters:", "parameters: ["),
            Map.entry("ai-tool:", "no-such-component:"),
            Map.entry("- setBody:\n            constant: version", "- process:\n            ref: noSuchBean # version"),
            Map.entry("id: t", "id: current-time # t"));

    @TempDir
    Path directory;

    private final FakeRegistry registry = new FakeRegistry();
    private final Map<String, Integer> toolsOnDisk = new TreeMap<>();
    private final Map<String, Boolean> toolsBroken = new TreeMap<>();
    private final Map<String, String> entriesOnDisk = new TreeMap<>();
    private boolean listBroken;

    /** Whether routes were written together with a list that was refused, so that they are read with the next batch. */
    private boolean routesUnread;

    private int version;
    private GatewayFixture gateway;
    private FileReload reload;
    private Path list;
    private Random random;

    @BeforeEach
    void start() throws Exception {
        gateway = GatewayFixture.serving(directory);
        ReloadReports reports = new ReloadReports(new GatewayEvents(), Clock.systemUTC());
        list = directory.resolve("mcp-servers.json");
        writeList();
        McpServersFile reader = McpServersFile.of(
                        Duration.ofMinutes(5), ServersSettings.of(new MockEnvironment()), Map.of())
                .withToolRoutes(CallSettings.DEFAULTS, limits -> {});
        ServersReload servers = new ServersReload(
                new ServersFile(list, reader, false),
                registry,
                new ConfiguredServers(),
                new ToolRoutes(CallSettings.DEFAULTS),
                new ServerAliases(),
                gateway.generations::refresh,
                reports);
        WatchedFiles files = new WatchedFiles(List.of(gateway.routes), List.of(), List.of(list));
        reload = new FileReload(
                gateway.generations,
                Optional.of(servers),
                gateway.configuration(directory),
                reports,
                ConfigurationReports.of(new GatewayEvents(), Clock.systemUTC(), gateway.running, gateway.fixedContext),
                files::look,
                () -> {},
                new NextTry(System::nanoTime));
        look();
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    static IntStream sequences() {
        return Trials.each(3, 30);
    }

    @ParameterizedTest(name = "sequence {0}")
    @MethodSource("sequences")
    void endInTheStateOfTheLastValidEdit(int seed) throws Exception {
        random = Trials.random(seed);
        State before = state();
        StringBuilder story = new StringBuilder();
        for (int batch = 0; batch < 20; batch++) {
            boolean routes = random.nextBoolean();
            boolean servers = !routes || random.nextInt(3) == 0;
            story.append("\nbatch ").append(batch).append(':');
            if (routes) {
                editTools(story);
            }
            if (servers) {
                editList(story);
            }
            look();
            look(); // as file-poll has it done once more

            State expected = expected(before, routes, servers);
            State now = state();
            assertThat(now).as(story.toString()).isEqualTo(expected);
            before = now;
        }
        mend();
        look();
        assertThat(state()).as(story + "\nmended").isEqualTo(new State(toolsOnDisk, running(Map.of())));
    }

    @Test
    void whatIsRefusedOnceMoreForTheSameReasonTakesNothingAlong() throws Exception {
        Files.writeString(
                gateway.routes.resolve("tools/t0.camel.yaml"),
                GOOD.formatted("t0", 1).replace("setBody", "setBdy"));
        look();
        State before = state();
        Files.writeString(gateway.routes.resolve("tools/t1.camel.yaml"), GOOD.formatted("t1", 2));
        entriesOnDisk.put("s0", "command-3");
        writeList();
        look();
        look();
        assertThat(state()).isEqualTo(before);
        entriesOnDisk.put("s0", "command-4");
        writeList();
        look();
        assertThat(state().servers()).as("servers alone").containsEntry("s0", "command-4");
    }

    /** A batch of which a part cannot be used changes nothing; another one takes all that can be used. */
    private State expected(State before, boolean routes, boolean servers) {
        boolean routesGood = !toolsBroken.containsValue(true);
        boolean routesNew = routes || routesUnread;
        routesUnread = routesNew && servers && listBroken;
        if (routesNew && !routesGood || servers && listBroken) {
            return before;
        }
        return new State(
                routesGood ? new TreeMap<>(toolsOnDisk) : before.tools(),
                listBroken ? before.servers() : running(before.servers()));
    }

    /** A wrong entry keeps the server that runs under its name. */
    private Map<String, String> running(Map<String, String> before) {
        Map<String, String> running = new TreeMap<>();
        entriesOnDisk.forEach((name, command) ->
                running.put(name, command.isEmpty() ? before.getOrDefault(name, "misconfigured") : command));
        return running;
    }

    private void editTools(StringBuilder story) throws IOException {
        for (int edit = 0; edit <= random.nextInt(3); edit++) {
            String tool = TOOLS.get(random.nextInt(TOOLS.size()));
            Path file = gateway.routes.resolve("tools/" + tool + ".camel.yaml");
            String good = GOOD.formatted(tool, ++version);
            switch (random.nextInt(5)) {
                case 0 -> {
                    var broken = BREAKS.get(random.nextInt(BREAKS.size()));
                    assertThat(good).contains(broken.getKey());
                    Files.writeString(file, good.replace(broken.getKey(), broken.getValue()));
                    toolsBroken.put(tool, true);
                    story.append(' ')
                            .append(tool)
                            .append(" broken by ")
                            .append(broken.getValue().strip());
                }
                case 1 -> {
                    Files.deleteIfExists(file);
                    toolsOnDisk.remove(tool);
                    toolsBroken.remove(tool);
                    story.append(' ').append(tool).append(" deleted");
                }
                default -> {
                    Files.writeString(file, good);
                    toolsOnDisk.put(tool, version);
                    toolsBroken.remove(tool);
                    story.append(' ').append(tool).append(" version ").append(version);
                }
            }
        }
    }

    private void editList(StringBuilder story) throws IOException {
        String server = SERVERS.get(random.nextInt(SERVERS.size()));
        listBroken = false;
        switch (random.nextInt(5)) {
            case 0 -> listBroken = true;
            case 1 -> entriesOnDisk.remove(server);
            case 2 -> entriesOnDisk.put(server, "");
            default -> entriesOnDisk.put(server, "command-" + ++version);
        }
        writeList();
        story.append(" servers ").append(entriesOnDisk).append(listBroken ? " broken" : "");
    }

    /** Each time another content. */
    private void writeList() throws IOException {
        StringBuilder entries = new StringBuilder();
        entriesOnDisk.forEach((name, command) -> entries.append(entries.isEmpty() ? "" : ", ")
                .append(
                        command.isEmpty()
                                ? "\"%s\": {\"comand\": \"x\"}".formatted(name)
                                : "\"%s\": {\"command\": \"%s\"}".formatted(name, command)));
        String text = "{\"mcpServers\": {" + entries + "}}" + " ".repeat(++version);
        Files.writeString(list, listBroken ? text.replace("}", "") : text);
    }

    private void mend() throws IOException {
        for (String tool : TOOLS) {
            Files.writeString(gateway.routes.resolve("tools/" + tool + ".camel.yaml"), GOOD.formatted(tool, ++version));
            toolsOnDisk.put(tool, version);
        }
        SERVERS.forEach(server -> entriesOnDisk.put(server, "command-" + ++version));
        listBroken = false;
        writeList();
    }

    private void look() throws Exception {
        reload.look(FileChanges.FirstStep.NONE);
    }

    private State state() {
        Map<String, Integer> tools = new TreeMap<>();
        for (String tool : TOOLS) {
            ToolCallResult result = gateway.outcome("camel", tool, "{}");
            if (result.outcome() == Outcome.SUCCESS) {
                tools.put(tool, version(result));
            } else {
                assertThat(result.outcome()).isEqualTo(Outcome.NOT_FOUND);
            }
        }
        return new State(tools, registry.commands());
    }

    private static int version(ToolCallResult result) {
        String text = ((ToolCallResult.Success) result).result().toString();
        return Integer.parseInt(text.replaceAll(".*version (\\d+)\\..*", "$1"));
    }

    /** What runs. */
    private record State(Map<String, Integer> tools, Map<String, String> servers) {}
}
