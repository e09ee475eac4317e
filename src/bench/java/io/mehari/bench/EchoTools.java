package io.mehari.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** The tools of the echo server, whatever the transport. Safe for concurrent use. */
final class EchoTools {
    /** What the bench has echoed. */
    static final String MESSAGE = "hello from the bench";
    /** The arguments of such a call. */
    static final String ARGUMENTS = "{\"message\":\"" + MESSAGE + "\"}";

    /** The tools as {@code tools/list} shows them. */
    static final List<ObjectNode> DEFINITIONS = List.of(
            tool("echo", "Answers with the message it was given", "message", "string"),
            tool("count", "Answers how many echo calls this process has run", "unused", "string"),
            tool("sleep", "Answers after this many milliseconds", "millis", "integer"));

    private static final ObjectNode ECHO = DEFINITIONS.get(0);

    private final AtomicLong echoes = new AtomicLong();
    private final OutputStream executions;
    private final ScheduledExecutorService sleepers = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "echo-sleep");
        thread.setDaemon(true);
        return thread;
    });

    /** Tools that keep no log of their executions. */
    EchoTools() {
        this.executions = OutputStream.nullOutputStream();
    }

    /**
     * Tools that append one line to a file for each call that has an {@code id} argument.
     *
     * @throws IOException if the file cannot be opened
     */
    EchoTools(Path executions) throws IOException {
        this.executions = Files.newOutputStream(executions, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }

    /**
     * As many tools as asked for: those there are, and further ones that do what {@code echo} does.
     *
     * @param number how many; never less than there are
     */
    static List<ObjectNode> definitions(int number) {
        List<ObjectNode> all = new ArrayList<>(DEFINITIONS);
        while (all.size() < number) {
            all.add(ECHO.deepCopy().put("name", "echo-" + all.size()));
        }
        return all;
    }

    private static ObjectNode tool(String name, String description, String argument, String type) {
        ObjectNode tool = Json.object().put("name", name).put("description", description);
        ObjectNode schema = tool.putObject("inputSchema").put("type", "object");
        schema.putObject("properties").putObject(argument).put("type", type);
        if (!argument.equals("unused")) {
            schema.putArray("required").add(argument);
        }
        return tool;
    }

    /** Runs a tool; the answer is a {@code tools/call} result, perhaps given later and by another thread. */
    void call(String tool, JsonNode arguments, Consumer<ObjectNode> answer) {
        log(arguments);
        switch (tool) {
            case "echo" -> answer.accept(echo(arguments));
            case "count" -> answer.accept(text(Long.toString(echoes.get()), false));
            case "sleep" ->
                sleepers.schedule(
                        () -> answer.accept(text("slept", false)),
                        arguments.path("millis").asLong(),
                        TimeUnit.MILLISECONDS);
            default ->
                answer.accept(tool.startsWith("echo-") ? echo(arguments) : text("There is no tool " + tool, true));
        }
    }

    private ObjectNode echo(JsonNode arguments) {
        echoes.incrementAndGet();
        JsonNode message = arguments.path("message");
        return message.isTextual() ? text(message.asText(), false) : text("The argument message is missing", true);
    }

    private static ObjectNode text(String text, boolean error) {
        ObjectNode result = Json.object();
        result.putArray("content").addObject().put("type", "text").put("text", text);
        return result.put("isError", error);
    }

    private void log(JsonNode arguments) {
        JsonNode id = arguments.path("id");
        if (id.isValueNode()) {
            try {
                executions.write((id.asText() + '\n').getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException("The execution log could not be written", e);
            }
        }
    }
}
