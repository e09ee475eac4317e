package io.mehari.bridge;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.mehari.bridge.ClientLines.Line;
import io.mehari.bridge.HttpCalls.Reader;
import io.mehari.protocol.ErrorCode;
import io.mehari.protocol.Json;
import io.mehari.protocol.McpMethod;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Carries messages between a client that has started this process, and speaks by its standard streams, and a gateway's endpoint
 * of streamable HTTP. Each message says by itself which era it is of, as at the endpoint. Ends when the client closes its end or
 * reads no more.
 */
public final class Bridge {
    /** What a request may take to be on its way before the next line is read all the same. */
    private static final Duration SENDING = Duration.ofSeconds(10);

    /** What {@code initialize} may take: what comes after it needs its session. */
    private static final Duration BEGINNING = Duration.ofSeconds(60);

    private final ClientLines lines;
    private final MessageWriter writer;
    private final BridgeLimits limits;
    private final Consumer<String> log;
    private final HttpCalls http;
    private final LegacySession session;
    private final Exchange.Shared shared;
    private final Map<JsonNode, Exchange> inFlight = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> clientGone = new CompletableFuture<>();

    /**
     * A bridge that does not carry anything yet.
     *
     * @param target the gateway's endpoint
     * @param in what the client writes
     * @param out what the client reads; nobody else writes to it
     * @param limits what is held and waited for
     * @param log is told what a person may want to know
     */
    public Bridge(Target target, InputStream in, OutputStream out, BridgeLimits limits, Consumer<String> log) {
        this.lines = new ClientLines(in, limits.line());
        this.writer = new MessageWriter(out);
        this.limits = limits;
        this.log = log;
        this.http = new HttpCalls(target, limits.message());
        this.session = new LegacySession(http, writer, limits, log);
        this.shared = new Exchange.Shared(http, session, new ToolHeaders(log), writer, limits, log);
    }

    /**
     * Carries messages until the client closes its end; waits then for what is in flight, for a bounded time, and ends the
     * session.
     */
    public void run() throws InterruptedException {
        Thread reader = new Thread(this::read, "mehari-stdin");
        reader.setDaemon(true);
        reader.start();
        CompletableFuture.anyOf(clientGone, writer.broken()).join();
        if (!writer.broken().isDone()) {
            await(all(), limits.drain());
        }
        close();
        writer.close(limits.farewell().toMillis());
    }

    /** Lets go of everything in flight and ends the session, for a bounded time; {@link #run} is not waited for. */
    public void close() {
        CompletableFuture<?> farewell = session.end();
        List.copyOf(inFlight.values()).forEach(Exchange::cancel);
        await(farewell, limits.farewell());
        http.cancelAll();
    }

    private CompletableFuture<?> all() {
        return CompletableFuture.allOf(inFlight.values().stream()
                .filter(exchange -> !exchange.isListen())
                .map(Exchange::done)
                .toArray(CompletableFuture[]::new));
    }

    private void read() {
        try {
            for (Line line = lines.next(); line != null; line = lines.next()) {
                take(line);
            }
        } catch (IOException e) {
            log.accept("nothing more can be read from the client: " + e.getMessage());
        } finally {
            clientGone.complete(null);
        }
    }

    private void take(Line line) {
        if (line.tooLong()) {
            answer(
                    line.id(),
                    Refusal.invalid("A message is over " + limits.line() + " bytes, the longest that is taken"));
            return;
        }
        JsonNode tree;
        try {
            tree = Json.read(line.bytes());
        } catch (IOException e) {
            answer(NullNode.getInstance(), Refusal.of(ErrorCode.PARSE_ERROR, "A line is not JSON: " + shortened(e)));
            return;
        }
        ClientMessage message = new ClientMessage(line.bytes(), tree);
        if (tree.isMissingNode()) {
            return; // an empty line
        }
        if (!message.isValid()) {
            answer(tree.path("id"), Refusal.invalid("A line is not a message of JSON-RPC 2.0"));
        } else if (message.requests().isEmpty()) {
            pass(message);
        } else {
            ask(message);
        }
    }

    private static String shortened(IOException problem) {
        return String.valueOf(problem.getMessage()).lines().findFirst().orElse("");
    }

    private void answer(JsonNode id, Refusal refusal) {
        boolean scalar = id.isValueNode() && !id.isMissingNode();
        await(writer.write(Json.bytes(refusal.answer(scalar ? id : NullNode.getInstance()))), limits.acceptance());
    }

    private void ask(ClientMessage message) {
        Set<JsonNode> ids = message.requests();
        if (inFlight.size() + ids.size() > limits.inFlight()) {
            ids.forEach(
                    id -> answer(
                            id,
                            Refusal.invalid(
                                    limits.inFlight()
                                            + " requests are without an answer, the most at a time: wait for one of them, or cancel it")));
            return;
        }
        if (message.isInitialize()) {
            session.begins(message);
        } else if (message.modernVersion().isEmpty()) {
            session.remember(message);
        }
        Exchange exchange = new Exchange(shared, message);
        ids.forEach(id -> inFlight.put(id, exchange));
        exchange.done().whenComplete((nothing, failure) -> ids.forEach(id -> inFlight.remove(id, exchange)));
        CompletableFuture<Void> sent = exchange.start();
        if (message.isInitialize()) {
            await(exchange.done(), BEGINNING);
        } else {
            await(sent, SENDING);
        }
    }

    /** Passes on what needs no answer, and waits until it is accepted: what comes next must not overtake it. */
    private void pass(ClientMessage message) {
        if (message.cancelled().isPresent()) {
            cancel(message, message.cancelled().get());
            return;
        }
        send(message);
        if (McpMethod.INITIALIZED.equals(message.method())) {
            session.ready();
        }
    }

    private void send(ClientMessage message) {
        boolean modern = message.modernVersion().isPresent();
        Map<String, String> headers = modern ? ModernHeaders.of(message, shared.tools()) : session.headers();
        try {
            await(
                    http.post(message.bytes(), headers, Reader.NONE).end().thenAccept(received -> {
                        if (!received.isSuccess()) {
                            log.accept(subject(message) + " was refused with HTTP " + received.status());
                        }
                    }),
                    limits.acceptance());
        } catch (IllegalArgumentException e) {
            log.accept(subject(message) + " cannot be sent: " + e.getMessage());
        }
    }

    private static String subject(ClientMessage message) {
        return message.method().isEmpty() ? "a response" : message.method();
    }

    /** The modern era cancels by closing the stream, the legacy era by saying so. */
    private void cancel(ClientMessage message, JsonNode id) {
        Exchange exchange = inFlight.get(id);
        if (exchange != null && exchange.isModern()) {
            exchange.cancel();
        } else if (session.id().isPresent() || exchange != null) {
            send(message);
            if (exchange != null) {
                exchange.cancel();
            }
        }
    }

    private void await(CompletableFuture<?> step, Duration limit) {
        try {
            step.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (TimeoutException e) {
            // goes on without it
        } catch (ExecutionException e) {
            log.accept("a message could not be passed on: " + e.getCause().getMessage());
        }
    }
}
