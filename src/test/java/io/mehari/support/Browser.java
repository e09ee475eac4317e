package io.mehari.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;

/**
 * A window of Chromium without a screen, driven by the Chrome DevTools Protocol over its WebSocket. Tests that use it
 * require {@link Requirement#CHROMIUM}. For one thread.
 */
public final class Browser implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String PORT_FILE = "DevToolsActivePort";

    private final Process process;
    private final WebSocket socket;
    private final AtomicInteger ids = new AtomicInteger();
    private final Map<Integer, CompletableFuture<JsonNode>> replies = new ConcurrentHashMap<>();
    private final List<String> problems = new CopyOnWriteArrayList<>();
    private final List<String> requested = new CopyOnWriteArrayList<>();

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(page, new Listener())
                .join();
    }

    /** Starts the program and opens an empty window; its files go to this directory. */
    public static Browser start(Path profile) throws IOException {
        ProcessBuilder program = new ProcessBuilder(
                        Requirement.CHROMIUM.path().toString(),
                        "--headless=new",
                        "--no-sandbox", // tests may run as root
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--disable-background-networking",
                        "--no-first-run",
                        "--window-size=1200,1000",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        "about:blank")
                .redirectErrorStream(true)
                .redirectOutput(profile.resolve("chromium.log").toFile());
        program.environment().put("TMPDIR", profile.toString()); // what it leaves behind goes with the profile
        Process process = program.start();
        try {
            Browser browser = new Browser(process, page(profile));
            for (String domain : List.of("Page", "Runtime", "Log", "Network")) {
                browser.send(domain + ".enable", Json.object());
            }
            return browser;
        } catch (RuntimeException | Error e) {
            end(process);
            throw e;
        }
    }

    /** Opens a page and waits until it has been loaded. */
    public void open(URI url) {
        evaluate("window.left = true");
        send("Page.navigate", Json.object().put("url", url.toString()));
        await("window.left === undefined && document.readyState === 'complete'");
    }

    /** Sends a header with every request from now on, as a proxy would add it. */
    public void addHeader(String name, String value) {
        ObjectNode parameters = Json.object();
        parameters.putObject("headers").put(name, value);
        send("Network.setExtraHTTPHeaders", parameters);
    }

    /** The value of a JavaScript expression as text. */
    public String evaluate(String expression) {
        ObjectNode parameters = Json.object()
                .put("expression", "Promise.resolve(" + expression + ").then(String)")
                .put("awaitPromise", true)
                .put("returnByValue", true);
        JsonNode result = send("Runtime.evaluate", parameters);
        assertThat(result.has("exceptionDetails"))
                .as("%s: %s", expression, result)
                .isFalse();
        return result.at("/result/value").asText();
    }

    /** Waits until a JavaScript expression is true. */
    public void await(String expression) {
        Awaitility.await(expression)
                .atMost(LIMIT)
                .pollInterval(Duration.ofMillis(50))
                .ignoreExceptions()
                .until(() -> evaluate("Boolean(" + expression + ")").equals("true"));
    }

    /** Waits for the first element of a CSS selector and clicks it. */
    public void click(String selector) {
        await("document.querySelector(" + quoted(selector) + ")");
        evaluate("document.querySelector(" + quoted(selector) + ").click()");
    }

    /** Waits for an input and types into it as a person would: a script that follows its changes is told. */
    public void type(String selector, String text) {
        await("document.querySelector(" + quoted(selector) + ")");
        evaluate("document.querySelector(" + quoted(selector) + ").focus()");
        evaluate("document.querySelector(" + quoted(selector) + ").select()");
        send("Input.insertText", Json.object().put("text", text));
    }

    /** Waits for the text of the first element of a CSS selector to hold a part. */
    public void awaitText(String selector, String part) {
        await("document.querySelector(" + quoted(selector) + ")?.textContent.includes(" + quoted(part) + ")");
    }

    /** What the console complained of, refused addresses and scripts included. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    /** Every address that was asked for. */
    public List<String> requested() {
        return List.copyOf(requested);
    }

    /** Runs a script in each page that is opened from now on, before the page's own. */
    public void onEachPage(String script) {
        send("Page.addScriptToEvaluateOnNewDocument", Json.object().put("source", script));
    }

    /** Gives the window another size, in pixels. */
    public void resize(int width, int height) {
        send(
                "Emulation.setDeviceMetricsOverride",
                Json.object()
                        .put("width", width)
                        .put("height", height)
                        .put("deviceScaleFactor", 1)
                        .put("mobile", false));
    }

    /** Shows pages as they look where people prefer {@code light} or {@code dark}. */
    public void prefer(String scheme) {
        ObjectNode parameters = Json.object();
        parameters
                .putArray("features")
                .addObject()
                .put("name", "prefers-color-scheme")
                .put("value", scheme);
        send("Emulation.setEmulatedMedia", parameters);
    }

    /** Writes what the window shows as PNG. */
    public void screenshot(Path file) throws IOException {
        JsonNode image = send("Page.captureScreenshot", Json.object().put("format", "png"));
        Files.write(file, Base64.getDecoder().decode(image.path("data").asText()));
    }

    private static String quoted(String text) {
        return Json.text(Json.MAPPER.getNodeFactory().textNode(text));
    }

    private JsonNode send(String method, ObjectNode parameters) {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> reply = new CompletableFuture<>();
        replies.put(id, reply);
        ObjectNode message = Json.object().put("id", id).put("method", method);
        message.set("params", parameters);
        socket.sendText(Json.text(message), true).join();
        return reply.orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
    }

    /** The address at which the window is driven, as soon as the program has opened it. */
    private static URI page(Path profile) {
        return Awaitility.await("Chromium opens its port")
                .atMost(LIMIT)
                .ignoreExceptions()
                .until(
                        () -> {
                            String port = Files.readAllLines(profile.resolve(PORT_FILE))
                                    .get(0);
                            HttpRequest request = HttpRequest.newBuilder(
                                            URI.create("http://127.0.0.1:" + port + "/json/list"))
                                    .build();
                            String list = HttpClient.newHttpClient()
                                    .send(request, HttpResponse.BodyHandlers.ofString())
                                    .body();
                            for (JsonNode target : Json.read(list)) {
                                if (target.path("type").asText().equals("page")) {
                                    return URI.create(
                                            target.path("webSocketDebuggerUrl").asText());
                                }
                            }
                            return null;
                        },
                        found -> found != null);
    }

    @Override
    public void close() {
        socket.abort();
        end(process);
    }

    private static void end(Process process) {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly();
        children.forEach(ProcessHandle::destroyForcibly);
        process.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join();
        children.forEach(child ->
                child.onExit().orTimeout(LIMIT.toSeconds(), TimeUnit.SECONDS).join());
    }

    private final class Listener implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket webSocket, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                take(text.toString());
                text.setLength(0);
            }
            webSocket.request(1);
            return null;
        }

        private void take(String message) {
            try {
                JsonNode json = Json.read(message);
                if (json.has("id")) {
                    reply(json);
                } else {
                    event(json.path("method").asText(), json.path("params"));
                }
            } catch (IOException e) {
                problems.add(e.toString());
            }
        }

        private void reply(JsonNode json) {
            CompletableFuture<JsonNode> waiting = replies.remove(json.path("id").asInt());
            if (waiting != null && json.has("error")) {
                waiting.completeExceptionally(new IllegalStateException(json.toString()));
            } else if (waiting != null) {
                waiting.complete(json.path("result"));
            }
        }

        private void event(String method, JsonNode parameters) {
            switch (method) {
                case "Runtime.exceptionThrown" -> problems.add(parameters.toString());
                case "Runtime.consoleAPICalled" -> {
                    if (parameters.path("type").asText().equals("error")) {
                        problems.add(parameters.path("args").toString());
                    }
                }
                case "Log.entryAdded" -> {
                    if (parameters.at("/entry/level").asText().equals("error")) {
                        problems.add(parameters.at("/entry/text").asText() + " "
                                + parameters.at("/entry/url").asText());
                    }
                }
                case "Network.requestWillBeSent" ->
                    requested.add(parameters.at("/request/url").asText());
                default -> {
                    // Not asked for.
                }
            }
        }
    }
}
