package io.mehari.upstream.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ClientHeaders;
import io.mehari.call.ProgressListener;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import io.mehari.servers.UpstreamFactory;
import io.mehari.support.NpmPackages;
import io.mehari.support.Requirement;
import io.mehari.support.Requires;
import io.mehari.support.Tools;
import io.mehari.support.UpstreamFixture;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamSettings;
import io.mehari.upstream.UpstreamSettings.HttpSettings;
import io.mehari.upstream.UpstreamSettings.StdioSettings;
import io.mehari.upstream.UpstreamSettings.Transport;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import io.mehari.upstream.client.FakeClient.Asked;
import io.mehari.upstream.http.EverythingServer;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Real servers that ask their client, over every transport. */
@Requires({Requirement.NODE, Requirement.NPM_PACKAGES})
class ReferenceServerIT extends UpstreamFixture {
    private static final ClientConnectionLimits SETTINGS =
            new ClientConnectionLimits(64, 16, Duration.ofMinutes(5), Duration.ofMinutes(10));

    private final Set<ProcessHandle> before =
            new HashSet<>(ProcessHandle.current().descendants().toList());
    private final Upstreams upstreams = new Upstreams();
    private final UpstreamFactory factory = new UpstreamFactory(timer, Clock.systemUTC());
    private final ClientConnections connections =
            new ClientConnections(upstreams, factory::connectForClient, SETTINGS, timer, System::nanoTime);
    private final List<String> updated = new CopyOnWriteArrayList<>();
    private EverythingServer remote;

    @AfterEach
    @Override
    public void close() throws Exception {
        connections.close();
        stopAll();
        factory.close();
        if (remote != null) {
            remote.close();
        }
        Set<ProcessHandle> left =
                new HashSet<>(ProcessHandle.current().descendants().toList());
        left.removeAll(before);
        assertThat(left).as("processes left behind").isEmpty();
        timer.stop();
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "streamableHttp", "sse"})
    void eachUserIsAskedByTheirOwnCallOnly(String mode) throws Exception {
        everything(mode);
        FakeClient ada = new FakeClient("ada").answering(asked -> accepted("Ada"));
        FakeClient bob = new FakeClient("bob").answering(asked -> accepted("Bob"));
        assertThat(text(call(ada, "trigger-elicitation-request", Json.object())))
                .contains("- Name: Ada");
        assertThat(text(call(bob, "trigger-elicitation-request", Json.object())))
                .contains("- Name: Bob");
        assertThat(ada.asked).filteredOn(ReferenceServerIT::isElicitation).hasSize(1);
        assertThat(bob.asked).filteredOn(ReferenceServerIT::isElicitation).hasSize(1);
        Asked question = ada.asked.stream()
                .filter(ReferenceServerIT::isElicitation)
                .findFirst()
                .orElseThrow();
        assertThat(question.server()).isEqualTo("everything");
        assertThat(question.params().at("/requestedSchema/required/0").asText()).isEqualTo("name");
        assertThat(connections.count("everything")).isEqualTo(new ClientConnectionCount(2, 0));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "streamableHttp", "sse"})
    void samplingAndRootsReachTheClient(String mode) throws Exception {
        everything(mode);
        FakeClient ada = new FakeClient("ada").answering(ReferenceServerIT::anything);
        ObjectNode prompt = Json.object().put("prompt", "How are you?").put("maxTokens", 10);
        assertThat(text(call(ada, "trigger-sampling-request", prompt))).contains("9007199254740993");
        assertThat(text(call(ada, "get-roots-list", Json.object()))).contains("file:///home/ada");
    }

    @Test
    void whoCannotBeAskedSharesTheUsualConnectionWhichDeclaresNothing() throws Exception {
        Upstream usual = everything("stdio");
        assertThat(usual.tools()).noneMatch(tool -> tool.path("name").asText().equals("trigger-elicitation-request"));
        assertThat(connections.of("everything", io.mehari.call.Client.NONE)).containsSame(usual);
        assertThat(connections.count("everything")).isEqualTo(new ClientConnectionCount(0, 0));
        assertThat(usual.capabilities().path("resources").path("subscribe").asBoolean())
                .isTrue();
    }

    @Test
    void theUsualConnectionDeclaresWhatTheOperatorWantsAndDeclinesIt() throws Exception {
        Upstream usual = ready(
                new UpstreamSettings("everything", process(), Set.of(), false, CallSettings.DEFAULTS, Map.of(), "1")
                        .withClientCapabilities(Set.of("elicitation", "roots", "sampling")));
        assertThat(usual.tools())
                .extracting(tool -> tool.path("name").asText())
                .contains("trigger-elicitation-request", "trigger-sampling-request", "get-roots-list");
        assertThat(text(result(call(usual, "trigger-elicitation-request", Json.object()))))
                .contains("User declined");
        FakeClient ada = new FakeClient("ada").answering(asked -> accepted("Ada"));
        assertThat(text(call(ada, "trigger-elicitation-request", Json.object())))
                .contains("- Name: Ada");
    }

    @Test
    void theProcessOfAClientEndsWithTheClientAndTheUsualOneGoesOn() throws Exception {
        Upstream usual = everything("stdio");
        FakeClient ada = new FakeClient("ada").answering(ReferenceServerIT::anything);
        call(ada, "get-sum", Json.object().put("a", 2).put("b", 3));
        assertThat(children()).hasSize(2);
        connections.ended("ada");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(children()).hasSize(1));
        assertThat(usual.state()).isEqualTo(UpstreamState.READY);
        call(ada, "get-sum", Json.object().put("a", 2).put("b", 3));
        assertThat(children()).hasSize(2);
        upstreams.remove("everything");
        await().atMost(LIMIT).untilAsserted(() -> assertThat(children()).hasSize(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "streamableHttp", "sse"})
    void logMessagesReachTheClientThatCalled(String mode) throws Exception {
        everything(mode);
        LogLevels levels = new LogLevels(upstreams, connections);
        levels.want("everything", "debug").join();
        FakeClient ada = new FakeClient("ada").answering(ReferenceServerIT::anything);
        call(ada, "toggle-simulated-logging", Json.object());
        await().atMost(LIMIT).until(() -> !ada.messages.isEmpty());
        assertThat(ada.messages.get(0).path("level").asText()).isIn(LogLevels.NAMES);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "streamableHttp", "sse"})
    void changedResourcesAreToldAlsoAfterARestart(String mode) throws Exception {
        Upstream usual = everything(mode);
        ResourceSubscriptions subscriptions = new ResourceSubscriptions(upstreams);
        String uri = "demo://resource/dynamic/text/1";
        subscriptions.subscribe("everything", uri).get(30, TimeUnit.SECONDS);
        result(call(usual, "toggle-subscriber-updates", Json.object()));
        await().atMost(LIMIT).until(() -> updated.contains(uri));
        usual.restart().get(30, TimeUnit.SECONDS);
        awaitState(usual, UpstreamState.READY);
        updated.clear();
        subscriptions.ready("everything");
        await().atMost(LIMIT).until(() -> subscriptions.count("everything") == 1);
        result(call(usual, "toggle-subscriber-updates", Json.object()));
        await().atMost(LIMIT).until(() -> updated.contains(uri));
        subscriptions.unsubscribe("everything", uri).get(30, TimeUnit.SECONDS);
        assertThat(subscriptions.count("everything")).isZero();
    }

    @Override
    public void notified(Upstream upstream, String method, ObjectNode params) {
        if (method.equals("notifications/resources/updated")) {
            updated.add(params.path("uri").asText());
        }
    }

    private Set<ProcessHandle> children() {
        Set<ProcessHandle> now =
                new HashSet<>(ProcessHandle.current().descendants().toList());
        now.removeAll(before);
        return now;
    }

    @Test
    void aCancelledCallTakesItsQuestionWithIt() throws Exception {
        everything("stdio");
        FakeClient ada = new FakeClient("ada").silent();
        var running = connections
                .of("everything", ada)
                .orElseThrow()
                .callTool("trigger-elicitation-request", Json.object(), ClientHeaders.NONE, ProgressListener.NONE, ada);
        await().atMost(LIMIT).until(() -> ada.asked.size() == 2);
        Asked question = ada.asked.stream()
                .filter(ReferenceServerIT::isElicitation)
                .findFirst()
                .orElseThrow();
        Asked roots = ada.asked.stream()
                .filter(asked -> asked.method().equals("roots/list"))
                .findFirst()
                .orElseThrow();
        running.cancel("test");
        assertThat(question.answer()).isCancelled();
        assertThat(roots.answer()).as("outlives the call").isNotDone();
        roots.answer().complete(Tools.json("{'roots':[{'uri':'file:///late'}]}"));
        assertThat(text(call(ada, "get-roots-list", Json.object()))).contains("file:///late");
        ada.answering(ReferenceServerIT::anything);
        assertThat(text(call(ada, "get-sum", Json.object().put("a", 2).put("b", 3))))
                .contains("5");
        assertThat(connections.count("everything").connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"stdio", "streamableHttp", "sse"})
    void newRootsOfAClientReachItsServer(String mode) throws Exception {
        everything(mode);
        FakeClient ada = new FakeClient("ada").answering(ReferenceServerIT::anything);
        assertThat(text(call(ada, "get-roots-list", Json.object()))).contains("file:///home/ada");
        ada.answering(asked -> Tools.json("{'roots':[{'uri':'file:///new'}]}"));
        connections.tell("bob", McpMethod.ROOTS_LIST_CHANGED, Json.object());
        assertThat(text(call(ada, "get-roots-list", Json.object()))).contains("file:///home/ada");
        connections.tell("ada", McpMethod.ROOTS_LIST_CHANGED, Json.object());
        await().atMost(LIMIT)
                .untilAsserted(() -> assertThat(text(call(ada, "get-roots-list", Json.object())))
                        .contains("file:///new"));
    }

    @Test
    void theFileServerKnowsTheFoldersOfItsClient(@TempDir Path folder) throws Exception {
        Path roots = Files.createDirectory(folder.resolve("roots"));
        Files.writeString(roots.resolve("note.txt"), "only for ada");
        server(new StdioSettings(
                Requirement.NODE.path().toString(),
                List.of(
                        NpmPackages.server("filesystem").toString(),
                        folder.resolve("roots").toString()),
                Map.of(),
                ""));
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.writeString(other.resolve("note.txt"), "other folder");
        FakeClient ada =
                new FakeClient("ada").answering(asked -> Tools.json("{'roots':[{'uri':'" + other.toUri() + "'}]}"));
        ObjectNode read = Json.object().put("path", other.resolve("note.txt").toString());
        await().atMost(LIMIT)
                .untilAsserted(() ->
                        assertThat(text(call(ada, "read_text_file", read))).isEqualTo("other folder"));
        assertThat(ada.asked).extracting(Asked::method).contains("roots/list");
    }

    @Test
    void theFileServerWithoutFoldersStartsForWhoDeclaresRoots(@TempDir Path folder) throws Exception {
        Files.writeString(folder.resolve("note.txt"), "of ada");
        StdioSettings without = new StdioSettings(
                Requirement.NODE.path().toString(),
                List.of(NpmPackages.server("filesystem").toString()),
                Map.of(),
                "");
        ready(new UpstreamSettings("everything", without, Set.of(), false, CallSettings.DEFAULTS, Map.of(), "1")
                .withClientCapabilities(Set.of("roots")));
        FakeClient ada =
                new FakeClient("ada").answering(asked -> Tools.json("{'roots':[{'uri':'" + folder.toUri() + "'}]}"));
        ObjectNode read = Json.object().put("path", folder.resolve("note.txt").toString());
        assertThat(text(call(ada, "read_text_file", read))).isEqualTo("of ada");
    }

    private static boolean isElicitation(Asked asked) {
        return asked.method().equals("elicitation/create");
    }

    private static ObjectNode accepted(String name) {
        return Tools.json("{'action':'accept','content':{'name':'" + name + "'},'roots':[]}");
    }

    private static ObjectNode anything(Asked asked) {
        return switch (asked.method()) {
            case "sampling/createMessage" ->
                Tools.json("{'role':'assistant','model':'none','content':{'type':'text','text':'9007199254740993'}}");
            case "roots/list" -> Tools.json("{'roots':[{'uri':'file:///home/ada','name':'home'}]}");
            default -> Tools.json("{'action':'decline'}");
        };
    }

    private ObjectNode call(FakeClient client, String tool, ObjectNode arguments) throws Exception {
        String server = upstreams.all().iterator().next().name();
        return result(connections
                .of(server, client)
                .orElseThrow()
                .callTool(tool, arguments, ClientHeaders.NONE, ProgressListener.NONE, client));
    }

    private static String text(ObjectNode result) {
        return result.path("content").findValuesAsText("text").toString().replaceAll("^\\[|]$", "");
    }

    private Upstream everything(String mode) throws Exception {
        if (mode.equals("stdio")) {
            return server(process());
        }
        remote = new EverythingServer(mode);
        remote.start();
        HttpSettings http = new HttpSettings(
                URI.create(remote.url()),
                mode.equals("sse") ? Transport.SSE : Transport.STREAMABLE_HTTP,
                Map.of(),
                Optional.empty(),
                Optional.empty());
        return ready(
                new UpstreamSettings("everything", null, http, Set.of(), false, CallSettings.DEFAULTS, Map.of(), "1"));
    }

    private static StdioSettings process() {
        return new StdioSettings(
                Requirement.NODE.path().toString(),
                List.of(NpmPackages.server("everything").toString()),
                Map.of(),
                "");
    }

    private Upstream server(StdioSettings process) {
        return ready(
                new UpstreamSettings("everything", process, Set.of(), false, CallSettings.DEFAULTS, Map.of(), "1"));
    }

    private Upstream ready(UpstreamSettings settings) {
        Upstream usual = added(factory.connect(settings, this));
        upstreams.add(usual);
        usual.start();
        awaitState(usual, UpstreamState.READY);
        return usual;
    }
}
