package io.mehari.upstream.stdio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.protocol.JsonRpcMessage;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * An MCP server on stdin and stdout that misbehaves in the way its first argument says. The mode {@code tools} offers
 * the tools that the other arguments name: each call misbehaves in the mode its tool is named for, up to the first
 * colon. Where the environment names a file by {@link #RECORD}, its process id and the argument {@code call} of every
 * call it runs are added there.
 */
public final class FaultyServer {
    static final String UNICODE = "\u4f60\u597d \ud83d\udc2a \u00e9\u0301 \u2028 \"\\\n";
    public static final String EXACT =
            "{\"fraction\":1.10000000000000000001,\"integer\":12345678901234567890123,\"scale\":1.500}";

    /** The variable that names the file of what was run. */
    public static final String RECORD = "FAULTY_SERVER_RECORD";

    /** The JVM whose test this belongs to. */
    static final long STARTED_BY =
            Long.getLong("mehari.test.jvm", ProcessHandle.current().pid());

    /** Seconds; the fraction tells who started it. */
    static final String SLEEP = "600." + STARTED_BY;

    private static final int BIG = 10 * 1024 * 1024;
    private static final long PROGRESS_MILLIS = 100;

    private final String mode;
    private final List<String> tools;
    private final OutputStream out = new FileOutputStream(FileDescriptor.out);
    private final Map<String, Integer> callsByTool = new HashMap<>();
    private final List<JsonRpcMessage> held = new ArrayList<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        return thread;
    });
    private int calls;
    private int listings;
    private JsonNode notified = Json.object();
    private int cancelled;
    private JsonNode answeredBack = Json.object();

    private FaultyServer(String[] args) {
        this.mode = args[0];
        this.tools = List.of(args).subList(1, args.length);
    }

    public static void main(String[] args) throws Exception {
        record("start " + ProcessHandle.current().pid());
        FaultyServer server = new FaultyServer(args);
        server.begin(args);
        server.serve();
    }

    private void begin(String[] args) throws IOException {
        switch (mode) {
            case "last-words" -> {
                System.err.println("\u001b[31mERROR\u001b[0m no licence\n\n  password=hunter2  \n");
                Runtime.getRuntime().halt(1);
            }
            case "exit" -> Runtime.getRuntime().halt(Integer.parseInt(args[1]));
            case "stubborn" -> Runtime.getRuntime().addShutdownHook(new Thread(FaultyServer::forever));
            case "grandchild" -> new ProcessBuilder("sleep", SLEEP).inheritIO().start();
            case "flood" -> daemon(() -> repeat("garbage {\"id\":1} ".repeat(500) + "\n"));
            case "ping-flood" -> daemon(() -> repeat("{\"id\":\"p\",\"method\":\"ping\"}\n".repeat(500)));
            case "changes-flood" ->
                daemon(() -> repeat("{\"method\":\"notifications/tools/list_changed\"}\n".repeat(500)));
            case "endless-line" -> daemon(() -> repeat("{".repeat(8_000)));
            case "closes-stdout" -> {
                out.close();
                forever();
            }
            case "says" -> {
                if (args.length > 2) {
                    System.err.println(args[2]);
                }
                print(args[1] + "\n");
                forever();
            }
            default -> {
                // Misbehaves later.
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work);
        thread.setDaemon(true);
        thread.start();
    }

    private void repeat(String text) {
        try {
            while (true) {
                print(text);
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(1);
        }
    }

    private static void forever() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() throws IOException {
        BufferedReader in = new BufferedReader(
                new InputStreamReader(new FileInputStream(FileDescriptor.in), StandardCharsets.UTF_8));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            JsonRpcMessage message = JsonRpcMessage.of((ObjectNode) Json.read(line));
            switch (message.kind()) {
                case REQUEST -> request(message);
                case NOTIFICATION -> noted(message);
                default -> answeredBack = message.tree();
            }
        }
        if (mode.equals("stubborn")) {
            forever();
        }
    }

    private void request(JsonRpcMessage request) throws IOException {
        switch (request.method()) {
            case "initialize" -> initialize(request);
            case "tools/list" -> list(request);
            case "ping" -> ping(request);
            case "resources/list" -> Runtime.getRuntime().halt(4);
            default -> call(request);
        }
    }

    private void ping(JsonRpcMessage request) throws IOException {
        switch (mode) {
            case "no-ping" -> error(request, -32601, "Method not found");
            case "silent-ping" -> {
                // The question is lost.
            }
            case "dies-at-ping" -> Runtime.getRuntime().halt(3);
            default -> answer(request, Json.object());
        }
    }

    private void initialize(JsonRpcMessage request) throws IOException {
        if (mode.equals("never-initializes")) {
            return;
        }
        ObjectNode result = Json.object();
        result.put("protocolVersion", mode.equals("unknown-version") ? "1999-01-01" : "2025-03-26");
        ObjectNode capabilities = result.putObject("capabilities");
        if (mode.equals("dies-at-resources")) {
            capabilities.putObject("resources");
        }
        result.putObject("serverInfo").put("name", "faulty").put("version", "1").put("extra", true);
        result.put("instructions", "handle with care");
        String version = request.params().path("protocolVersion").asText();
        if (mode.equals("refuses-versions") && !tools.contains(version)) {
            ObjectNode refusal = JsonRpcMessage.errorResponse(request.id(), -32602, "Unsupported protocol version");
            if (!tools.contains("silently")) {
                ((ObjectNode) refusal.path("error"))
                        .putObject("data")
                        .put("requested", version)
                        .set("supported", Json.MAPPER.valueToTree(tools));
            }
            print(Json.text(refusal) + "\n");
        } else if (mode.equals("refuses-versions")) {
            answer(request, result.put("protocolVersion", version));
        } else if (mode.equals("refuses-initialize")) {
            error(request, -32000, "no licence");
        } else {
            answer(request, result);
        }
    }

    private void list(JsonRpcMessage request) throws IOException {
        listings++;
        switch (mode) {
            case "no-tools-method" -> error(request, -32601, "Method not found");
            case "repeated-cursor" -> answer(request, page("a" + listings, "same"));
            case "too-much" -> answer(request, tooMuch());
            case "endless-pages" -> answer(request, page("a" + listings, "cursor" + listings));
            case "pages" -> page(request);
            case "tools" -> answer(request, offered());
            default -> answer(request, page("run", null));
        }
    }

    /** 10 MB of descriptions on each page, without an end. */
    private ObjectNode tooMuch() {
        ObjectNode page = page("a" + listings, "cursor" + listings);
        ((ObjectNode) page.at("/tools/0")).put("description", "d".repeat(BIG));
        return page;
    }

    private ObjectNode offered() throws IOException {
        ObjectNode page = Json.object();
        ArrayNode definitions = page.putArray("tools");
        for (String tool : tools) {
            definitions.addObject().put("name", tool).set("inputSchema", schemaOf(modeOf(tool)));
        }
        return page;
    }

    private static String modeOf(String tool) {
        int colon = tool.indexOf(':');
        return colon < 0 ? tool : tool.substring(0, colon);
    }

    private static JsonNode schemaOf(String mode) throws IOException {
        return Json.read(
                switch (mode) {
                    case "strict" -> """
                        {"type": "object", "required": ["name", "count"], "additionalProperties": false, "properties": {
                        "name": {"type": "string", "maxLength": 5}, "count": {"type": "integer", "minimum": 1},
                        "a/b~c": {"type": "boolean"}, "list": {"type": "array", "items": {"type": "integer"}}}}""";
                    case "tree" -> """
                        {"type": "object", "properties": {"value": {"type": "integer"}, "child": {"$ref": "#"}}}""";
                    case "circle" -> "{\"$ref\": \"#\"}";
                    default -> "{\"type\": \"object\"}";
                });
    }

    private void page(JsonRpcMessage request) throws IOException {
        int page = request.params().path("cursor").asInt();
        answer(request, page("tool" + page, page < 4 ? Integer.toString(page + 1) : null));
    }

    private ObjectNode page(String tool, String cursor) {
        ObjectNode page = Json.object();
        ArrayNode tools = page.putArray("tools");
        tools.addObject().put("name", tool).putObject("inputSchema").put("type", "object");
        if (mode.equals("list-changed") && listings > 1) {
            tools.addObject().put("name", "new");
        }
        if (cursor != null) {
            page.put("nextCursor", cursor);
        }
        return page;
    }

    private static void record(String line) throws IOException {
        String file = System.getenv(RECORD);
        if (file != null) {
            Files.writeString(Path.of(file), line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }
    }

    private void call(JsonRpcMessage request) throws IOException {
        calls++;
        record("call " + request.params().at("/arguments/call").asText());
        String tool = request.params().path("name").asText();
        int callsOfTool = callsByTool.merge(tool, 1, Integer::sum);
        String id = request.id().asText();
        if (mode.equals("prints")) {
            printAsTold(request);
            return;
        }
        switch (mode.equals("tools") ? modeOf(tool) : mode) {
            case "dies" -> Runtime.getRuntime().halt(3);
            case "grandchild" -> Runtime.getRuntime().halt(0);
            case "silent-call" -> respondWithNotified(request);
            case "noise" -> {
                print("starting up...\n\n[1,2]\n\"text\"\n{broken\n" + "\u0000\u0001\n");
                answer(request, text("ok"));
                print("{\"id\":" + id + ",\"result\":{}} trailing\n[{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}]\n");
            }
            case "changes-flood" -> answer(request, text(Integer.toString(listings)));
            case "flood" -> answer(request, text("ok"));
            case "big" -> answer(request, text(bigText()));
            case "huge" -> huge(request, callsOfTool);
            case "deep" ->
                print("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + "[".repeat(100_000) + "]".repeat(100_000)
                        + "}\n");
            case "duplicate" -> {
                answer(request, text("first " + calls));
                answer(request, text("second " + calls));
            }
            case "other-id" -> {
                print("{\"jsonrpc\":\"2.0\",\"id\":999999,\"result\":{}}\n{\"jsonrpc\":\"2.0\",\"id\":\"x" + id
                        + "\",\"result\":{}}\n{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{}}\n");
                answer(request, text("ok"));
            }
            case "other-id-only" -> print("{\"jsonrpc\":\"2.0\",\"id\":999999,\"result\":{}}\n");
            case "truncated" -> print("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"resu\n");
            case "closes-stdout" -> out.close();
            case "errors" -> error(request, -32050, "out of paper");
            case "rpc-error" -> errorAsAsked(request);
            case "result-array" -> print("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":[1]}\n");
            case "neither" -> print("{\"jsonrpc\":\"2.0\",\"id\":" + id + "}\n");
            case "list-changed" -> {
                for (int i = 0; i < 20; i++) {
                    print("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/tools/list_changed\"}\n");
                }
                answer(request, text(Integer.toString(listings)));
            }
            case "tool-error" -> answer(request, text("the printer is on fire").put("isError", true));
            case "held" -> held.add(request);
            case "cancelled-count" -> answer(request, text(Integer.toString(cancelled)));
            case "late" -> late(request, callsOfTool);
            case "release" -> release(request);
            case "progress" -> progress(request);
            case "steady-progress" -> progressAndAnswer(request, 1);
            case "unicode" -> answer(request, text(UNICODE));
            case "exact" -> print("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"result\":" + EXACT + "}\n");
            case "asks-back" -> askBack(request);
            case "byte-order-mark" -> print("\ufeff{\"id\":" + id + ",\"result\":{\"content\":[]}}\n");
            case "id-as-text" -> print("{\"id\":\"" + id + "\",\"result\":{\"content\":[]}}\n");
            case "huge-exponent" -> print("{\"id\":" + id + ",\"result\":{\"n\":1E+2147483648}}\n");
            case "not-utf8" -> {
                out.write(("{\"id\":" + id + ",\"result\":{\"t\":\"caf\u00e9\"}}\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
            }
            case "environment" -> answer(request, Json.MAPPER.valueToTree(System.getenv()));
            case "returns-arguments" -> answer(request, request.params().path("arguments"));
            default -> answer(request, text("ok"));
        }
    }

    /** An error whose members are those of the argument {@code error}; without it all is well. */
    private void errorAsAsked(JsonRpcMessage request) throws IOException {
        JsonNode error = request.params().at("/arguments/error");
        if (error.isMissingNode()) {
            answer(request, text("ok"));
        } else {
            ObjectNode message = JsonRpcMessage.errorResponse(request.id(), 0, "");
            message.set("error", error);
            print(Json.text(message) + "\n");
        }
    }

    /** Prints the argument {@code print}, a character for each byte, with the id for {@code $ID}; or answers. */
    private void printAsTold(JsonRpcMessage request) throws IOException {
        String told = request.params().at("/arguments/print").asText();
        long id = request.id().asLong();
        if (told.isEmpty()) {
            answer(request, text("ok"));
        } else {
            String line = told.replace("$ID", Long.toString(id)).replace("$NEXT", Long.toString(id + 1));
            out.write((line + "\n").getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    /** Answers no call but the one with the argument {@code tell}, which hears of the last notification. */
    private void noted(JsonRpcMessage notification) {
        notified = notification.tree();
        if (notification.method().equals("notifications/cancelled")) {
            cancelled++;
        }
    }

    private void respondWithNotified(JsonRpcMessage request) throws IOException {
        if (request.params().path("arguments").has("tell")) {
            answer(request, notified);
        }
    }

    private void huge(JsonRpcMessage request, int callsOfTool) throws IOException {
        if (callsOfTool == 1) {
            print("{\"result\":{\"text\":\"");
            for (int i = 0; i < 40; i++) {
                print("y".repeat(1024 * 1024));
            }
            print("\"},\"jsonrpc\":\"2.0\",\"id\":" + request.id() + "}\n");
        } else {
            answer(request, text("ok"));
        }
    }

    /** Ten million letters that no damage leaves alike. */
    public static String bigText() {
        StringBuilder text = new StringBuilder(BIG);
        for (int i = 0; text.length() < BIG; i++) {
            text.append(i % 1000 == 0 ? "\u00e9\u4f60\"\\\n" : Integer.toString(i));
        }
        text.setLength(BIG);
        return text.toString();
    }

    private void late(JsonRpcMessage request, int callsOfTool) throws IOException {
        if (callsOfTool == 1) {
            held.add(request);
        } else {
            answer(request, text("call " + callsOfTool));
        }
    }

    /** Answers all calls that are held, and only then this one. */
    private void release(JsonRpcMessage request) throws IOException {
        for (JsonRpcMessage waiting : held) {
            answer(waiting, text("late"));
        }
        held.clear();
        answer(request, text("released"));
    }

    /** Tells of progress until the call's argument {@code times} is reached; answers then. */
    private void progressAndAnswer(JsonRpcMessage request, int step) {
        clock.schedule(
                () -> {
                    if (step > request.params().at("/arguments/times").asInt(Integer.MAX_VALUE)) {
                        answer(request, text("ok"));
                    } else {
                        print(
                                "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":"
                                        + request.params().at("/_meta/progressToken") + ",\"progress\":" + step
                                        + "}}\n");
                        progressAndAnswer(request, step + 1);
                    }
                    return null;
                },
                PROGRESS_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private void progress(JsonRpcMessage request) throws IOException {
        JsonNode token = request.params().at("/_meta/progressToken");
        for (int step = 1; step <= 3; step++) {
            print("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":" + token
                    + ",\"progress\":" + step + ",\"total\":3,\"unknown\":1}}\n");
        }
        answer(request, text("ok"));
        print("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/progress\",\"params\":{\"progressToken\":" + token
                + ",\"progress\":4}}\n");
    }

    private void askBack(JsonRpcMessage request) throws IOException {
        String method = request.params().at("/arguments/method").asText();
        if (method.isEmpty()) {
            answer(request, answeredBack);
        } else {
            print("{\"jsonrpc\":\"2.0\",\"id\":\"mine\",\"method\":\"" + method + "\"}\n");
            answer(request, text("asked"));
        }
    }

    private static ObjectNode text(String text) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result;
    }

    private void answer(JsonRpcMessage request, JsonNode result) throws IOException {
        print(Json.text(JsonRpcMessage.response(request.id(), result)) + "\n");
    }

    private void error(JsonRpcMessage request, int code, String text) throws IOException {
        print(Json.text(JsonRpcMessage.errorResponse(request.id(), code, text)) + "\n");
    }

    private synchronized void print(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
