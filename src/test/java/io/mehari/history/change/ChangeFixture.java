package io.mehari.history.change;

import io.mehari.call.ToolCallResult;
import io.mehari.configuration.LaunchOptions;
import io.mehari.event.GatewayEvents;
import io.mehari.history.Author;
import io.mehari.history.ChangeJournal;
import io.mehari.history.LastGood;
import io.mehari.history.Places;
import io.mehari.history.VersionStore;
import io.mehari.launch.GatewayFixture;
import io.mehari.reload.FileChanges;
import io.mehari.routes.InvalidRoutesException;
import io.mehari.routes.RouteFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.springframework.core.env.StandardEnvironment;

/** Changes of real route files in a real generation; servers are fakes. */
final class ChangeFixture implements AutoCloseable {
    static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    static final Author ADA = new Author("api", "ada", "because");
    static final String SERVERS = "{\"mcpServers\": {\"files\": {\"command\": \"x\"}}}";

    final GatewayFixture gateway;
    final Places places;
    final VersionStore store;
    final ChangeRecorder recorder;
    final Changes changes;
    final FileAdministration administration;
    final Reload reload;
    final GatewayEvents events = new GatewayEvents();

    /** Does what looks leave to be recorded: at once, unless a test says otherwise. */
    Executor background = Runnable::run;

    final RefusedRequests refused = new RefusedRequests(events, Clock.fixed(NOW, ZoneOffset.UTC));

    ChangeFixture(Path directory) throws Exception {
        this(directory, Optional.empty());
    }

    ChangeFixture(Path directory, Optional<LastGood> start) throws Exception {
        gateway = GatewayFixture.serving(directory);
        Files.createDirectories(directory.resolve("config"));
        Files.writeString(directory.resolve("config/mcp-servers.json"), SERVERS);
        places = new Places(
                gateway.routes, directory.resolve("config"), directory.resolve("config/mcp-servers.json"), Set.of());
        Path history = directory.resolve("data/history");
        store = new VersionStore(history, 20);
        CandidateCheck check = new CandidateCheck(new StandardEnvironment(), LaunchOptions.NONE, places, history);
        reload = new Reload();
        RunningFiles running = new RunningFiles(new RouteFiles(gateway.routes), gateway.running);
        recorder = new ChangeRecorder(
                store,
                true,
                places,
                new StartCheck(check),
                () -> reload,
                running,
                Clock.fixed(NOW, ZoneOffset.UTC),
                start,
                work -> background.execute(work));
        changes = new Changes(places, check, recorder, running, new ChangeJournal(history), () -> reload, refused);
        VersionViews versions = new VersionViews(places, Optional.of(store), recorder);
        administration = new FileAdministration(
                places,
                recorder,
                new FileViews(places, versions, recorder, running, () -> reload),
                versions,
                changes,
                new ChangeWorker());
    }

    /** Looks at the route files as the gateway does when they change. */
    final class Reload implements FileChanges {
        @Override
        public synchronized void look(FirstStep first) throws IOException, InterruptedException {
            first.run();
            try {
                gateway.generations.reloadIfChanged().get(30, TimeUnit.SECONDS);
            } catch (ExecutionException e) {
                if (!(e.getCause() instanceof InvalidRoutesException)) {
                    throw new IllegalStateException(e);
                }
            } catch (TimeoutException e) {
                throw new IllegalStateException(e);
            }
            recorder.looked();
        }

        @Override
        public List<String> problems() {
            return gateway.generations.problem().stream().toList();
        }

        @Override
        public List<String> leftOut() {
            return List.of();
        }
    }

    static AskedChange asked(String root, Map<String, String> texts) {
        return new AskedChange(root, batch(texts), ADA, Optional.empty());
    }

    static FileBatch batch(Map<String, String> texts) {
        Map<String, byte[]> contents = new HashMap<>();
        texts.forEach((name, text) -> contents.put(name, text == null ? null : text.getBytes(StandardCharsets.UTF_8)));
        return new FileBatch(contents);
    }

    static String tool(String id, String answer) {
        return "# A tool.\n- route:\n    id: %1$s\n    description: A tool\n    from:\n      uri: ai-tool:%1$s\n      parameters:\n"
                        .formatted(id)
                + "        description: A tool\n      steps:\n        - setBody:\n            constant: " + answer
                + "\n";
    }

    String answerOf(String tool) {
        return String.valueOf(((ToolCallResult.Success) gateway.outcome("camel", tool, "{}")).result());
    }

    @Override
    public void close() {
        administration.close();
        gateway.close();
    }
}
