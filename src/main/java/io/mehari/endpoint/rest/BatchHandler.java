package io.mehari.endpoint.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ProgressListener;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.InvalidArguments;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.Violation;
import io.mehari.component.generation.PipelineEntry;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.idempotency.CallKey;
import io.mehari.idempotency.IdempotencyKey;
import io.mehari.idempotency.KeyedAnswer;
import io.mehari.idempotency.KeyedCalls;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.Counted;
import io.mehari.upstream.CallSettings;
import io.mehari.upstream.ForwardedHeaders;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/**
 * {@code POST /api/v1/batch}: many calls in one request, each with an outcome of its own. Answered at the latest when the
 * total limit of a call by default is over; its results are bounded by {@link BatchRoom}. Safe for concurrent use.
 */
final class BatchHandler implements RestHandler, RestRoute.Provider {
    /** Most calls in one request. */
    static final int MAX_CALLS = 100;

    /** Calls of one request that run at the same time. */
    static final int AT_ONCE = 10;

    private static final Duration LONGEST = CallSettings.DEFAULTS.total();

    private final PipelineEntry pipeline;
    private final Timer timer;
    private final ForwardedHeaders forwarded;
    private final KeyedCalls keyedCalls;

    /**
     * A handler that runs calls through the pipeline.
     *
     * @param pipeline takes the calls
     * @param timer ends batches that take too long
     * @param forwarded finds the headers of the request that go on with each call
     * @param keyedCalls runs calls with an idempotency key
     */
    BatchHandler(PipelineEntry pipeline, Timer timer, ForwardedHeaders forwarded, KeyedCalls keyedCalls) {
        this.forwarded = forwarded;
        this.keyedCalls = keyedCalls;
        this.pipeline = pipeline;
        this.timer = timer;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.post("/api/v1/batch", AccessLevel.CALL, this));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        JsonNode calls = BodyReader.object(request).path("calls");
        if (!calls.isArray() || calls.size() > MAX_CALLS) {
            throw RequestRejectedException.invalid(
                    "/calls", "calls must be an array of at most " + MAX_CALLS + " calls", "maxItems");
        }
        CallControl batch = RestCallControl.quiet(request);
        String key = Admission.of(request).options().key();
        List<Item> items = new ArrayList<>();
        List<Supplier<CompletableFuture<ToolCallResult>>> starts = new ArrayList<>();
        for (JsonNode call : calls) {
            Item item = new Item(call, context, items.size(), key);
            items.add(item);
            BiFunction<CallContext, String, CallContext> headers =
                    (own, server) -> forwarded.onto(own, server, request.headers());
            starts.add(() -> item.run(this, batch, headers));
        }
        BatchRoom room = new BatchRoom(request.held());
        BatchRun run = new BatchRun(starts, AT_ONCE, room);
        Timeout limit = timer.newTimeout(
                due -> batch.resume(() -> {
                    run.endAll();
                    items.forEach(Item::cancel);
                }),
                LONGEST.toMillis(),
                TimeUnit.MILLISECONDS);
        return run.start().thenApply(ended -> {
            limit.cancel();
            return response(context, items, run);
        });
    }

    private static Response response(CallContext context, List<Item> items, BatchRun run) {
        long succeeded = items.stream()
                .filter(item -> run.result(item.index) instanceof Success)
                .count();
        String message = Counted.of(items.size(), "call") + ", " + succeeded + " succeeded";
        return EnvelopeForm.INSTANCE.data(context, message, json -> {
            json.writeStartObject();
            json.writeArrayFieldStart("results");
            for (Item item : items) {
                item.write(json, run.result(item.index));
            }
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    /** One call of a batch. Its context is made again when it starts, so that its duration is its own. */
    private static final class Item {
        private static final String KEY = "idempotency_key";

        private final JsonNode call;
        private final int index;
        private final String batchKey;
        private volatile CallContext context;
        private volatile CallControl control;
        private volatile KeyedAnswer keyed;

        Item(JsonNode call, CallContext batch, int index, String batchKey) {
            this.call = call;
            this.batchKey = batchKey;
            this.index = index;
            this.context = new CallContext(
                            batch.requestId() + "-" + index, batch.caller(), batch.receivedAt(), batch.receivedNanos())
                    .sentBy(batch.peer());
        }

        CompletableFuture<ToolCallResult> run(
                BatchHandler handler, CallControl batch, BiFunction<CallContext, String, CallContext> headers) {
            context = new CallContext(context.requestId(), context.caller(), Instant.now(), System.nanoTime())
                    .sentBy(context.peer());
            List<Violation> violations = violations();
            if (!violations.isEmpty()) {
                return CompletableFuture.completedFuture(new InvalidArguments(violations));
            }
            ObjectNode arguments = call.path("arguments") instanceof ObjectNode given ? given : Json.object();
            String server = call.get("server").textValue();
            ToolCall toRun =
                    new ToolCall(server, call.get("tool").textValue(), arguments, headers.apply(context, server));
            CallControl own = new CallControl(ProgressListener.NONE, batch::resume);
            control = own;
            Runnable forget = batch.onCancel(() -> own.cancel(CancelCause.CALLER));
            return send(handler, toRun, own).whenComplete((result, failure) -> forget.run());
        }

        private CompletableFuture<ToolCallResult> send(BatchHandler handler, ToolCall toRun, CallControl own) {
            String name = context.caller().name();
            CallKey key = null;
            if (call.has(KEY)) {
                key = new CallKey(name, call.get(KEY).textValue(), CallKey.WHOLE);
            } else if (batchKey != null) {
                key = new CallKey(name, batchKey, index);
            }
            if (key == null) {
                return handler.pipeline.send(toRun, own);
            }
            return handler.keyedCalls.send(key, toRun, own).thenApply(answer -> {
                keyed = answer;
                return answer.result();
            });
        }

        /** Ends the call if it has begun; of no effect if it has ended. */
        void cancel() {
            CallControl own = control;
            if (own != null) {
                own.cancel(CancelCause.LIMIT);
            }
        }

        void write(JsonGenerator json, ToolCallResult result) throws IOException {
            json.writeStartObject();
            if (call.has("id")) {
                json.writeFieldName("id");
                json.writeTree(call.get("id"));
            }
            KeyedAnswer answer = keyed;
            EnvelopeForm.INSTANCE.writeFields(json, answer == null ? context : ranAs(answer.requestId()), result);
            if (answer != null) {
                EnvelopeForm.INSTANCE.writeIdempotency(json, answer);
            }
            json.writeEndObject();
        }

        private CallContext ranAs(String requestId) {
            return new CallContext(requestId, context.caller(), context.receivedAt(), context.receivedNanos());
        }

        private List<Violation> violations() {
            List<Violation> violations = new ArrayList<>();
            for (String name : List.of("server", "tool")) {
                if (!call.path(name).isTextual()) {
                    violations.add(violation("/" + name, name + " must be a string"));
                }
            }
            JsonNode arguments = call.path("arguments");
            if (!arguments.isMissingNode() && !arguments.isObject()) {
                violations.add(violation("/arguments", "arguments must be an object"));
            }
            keyProblem().ifPresent(violations::add);
            return violations;
        }

        private Optional<Violation> keyProblem() {
            JsonNode key = call.path(KEY);
            if (key.isMissingNode()) {
                return Optional.empty();
            }
            if (!key.isTextual()) {
                return Optional.of(violation("/" + KEY, KEY + " must be a string"));
            }
            try {
                IdempotencyKey.checked(key.textValue());
                return Optional.empty();
            } catch (IllegalArgumentException e) {
                return Optional.of(violation("/" + KEY, KEY + " cannot be used: " + e.getMessage()));
            }
        }

        private Violation violation(String pointer, String message) {
            return new Violation("/calls/" + index + pointer, message, "type");
        }
    }
}
