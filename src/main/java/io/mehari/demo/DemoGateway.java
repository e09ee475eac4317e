package io.mehari.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.configuration.LaunchOptions;
import io.mehari.configuration.settings.EnvironmentNames;
import io.mehari.event.ChangeEvent;
import io.mehari.event.EventQueue;
import io.mehari.event.GatewayEvents;
import io.mehari.launch.Launch;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.context.ConfigurableApplicationContext;

/** The gateway of the demo: on a free loopback port, with the two faulty servers, called over HTTP like any other. */
final class DemoGateway implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(15);
    private static final int MOST_EVENTS = 1000;

    private final ConfigurableApplicationContext gateway;
    private final URI base;
    private final EventQueue<ChangeEvent> changes;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private DemoGateway(ConfigurableApplicationContext gateway, URI base) {
        this.gateway = gateway;
        this.base = base;
        this.changes = gateway.getBean(GatewayEvents.class).subscribe(ChangeEvent.class, MOST_EVENTS);
    }

    /**
     * Starts the gateway; its log says nothing.
     *
     * @param program the class whose package holds the gateway's parts
     * @param folder for its files
     * @param url of the server behind a url
     */
    static DemoGateway start(Class<?> program, Path folder, String url) throws IOException {
        Path servers = Files.writeString(folder.resolve("mcp-servers.json"), Json.text(servers(url)));
        Launch launch = new Launch(
                List.of(
                        "--mehari.data.host=127.0.0.1",
                        "--mehari.data.port=0",
                        "--mehari.live.enabled=false",
                        "--mehari.servers.file=" + servers,
                        "--mehari.routes.directory=" + folder.resolve("routes"),
                        "--mehari.plugins.directory=" + folder.resolve("plugins"),
                        "--mehari.dead-letters.directory=" + folder.resolve("data"),
                        "--mehari.shutdown.drain=250ms",
                        "--spring.config.location=classpath:/application.yaml",
                        "--spring.main.banner-mode=off",
                        "--logging.level.root=OFF"),
                new EnvironmentNames(Map.of()),
                Optional.empty(),
                LaunchOptions.NONE,
                List.of());
        ConfigurableApplicationContext gateway = launch.run(program);
        return new DemoGateway(gateway, URI.create(launch.address(gateway)));
    }

    /** Defaults everywhere but for the limit of an attempt, so that a hang does not take two minutes to show. */
    private static ObjectNode servers(String url) {
        ObjectNode file = Json.object();
        ObjectNode servers = file.putObject("mcpServers");
        ObjectNode remote = servers.putObject(Fault.HTTP).put("url", url).put("type", "streamable-http");
        remote.put("idempotent", true).putObject("timeout").put("attempt", "2s");
        List<String> command = FaultyProcess.command();
        ObjectNode process = servers.putObject(Fault.PROCESS).put("command", command.get(0));
        command.stream().skip(1).forEach(process.putArray("args")::add);
        return file;
    }

    /** What the caller of a tool is answered: {@code success}, or the code of the error. */
    String call(String server, String arguments) throws IOException, InterruptedException {
        JsonNode answer = send(request("/api/v1/tools/" + server + "/" + McpAnswers.TOOL)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(arguments)));
        return answer.path("success").asBoolean()
                ? "success"
                : answer.at("/error/code").asText("no answer");
    }

    /** What has changed since this was asked last. */
    List<ChangeEvent> changes() {
        return changes.drain(MOST_EVENTS);
    }

    private JsonNode send(HttpRequest.Builder request) throws IOException, InterruptedException {
        return Json.read(http.send(request.build(), BodyHandlers.ofByteArray()).body());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(base.resolve(path)).timeout(LIMIT);
    }

    /** Where it listens. */
    URI base() {
        return base;
    }

    @Override
    public void close() {
        gateway.close();
    }
}
