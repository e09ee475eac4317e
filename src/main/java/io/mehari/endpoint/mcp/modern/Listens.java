package io.mehari.endpoint.mcp.modern;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.mcp.message.McpErrorException;
import io.mehari.endpoint.mcp.message.McpView;
import io.mehari.endpoint.mcp.method.OfferChanges;
import io.mehari.endpoint.mcp.method.ResourceWatch;
import io.mehari.protocol.Json;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.Timer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Streams of clients that want to be told of changes ({@code subscriptions/listen}). Bounded, of each caller too. Safe for
 * concurrent use; no method waits.
 */
final class Listens implements AutoCloseable {
    /** How long the acknowledgement waits for servers to confirm that they watch resources. */
    private static final long CONFIRM_MILLIS = 500;

    /** How long until a client that did not read is looked at again. */
    private static final long READER_MILLIS = 500;

    private static final int TOO_MANY = 429;
    private static final int UNAVAILABLE = 503;

    /** Outside the range that JSON-RPC reserves. */
    private static final int RATE_LIMITED = 1429;

    private static final int STOPPING = 1503;
    private static final Map<String, String> RETRY = Map.of("retry-after", "10");

    private final ListenSettings settings;
    private final OfferChanges changes;
    private final ResourceWatch resources;
    private final Function<McpView, ObjectNode> capabilities;
    private final Stamps stamps;
    private final Timer timer;
    private final Set<Listen> open = new HashSet<>();
    private final Map<String, Integer> ofCaller = new HashMap<>();
    private boolean closed;

    /** No streams yet. */
    Listens(
            ListenSettings settings,
            OfferChanges changes,
            ResourceWatch resources,
            Function<McpView, ObjectNode> capabilities,
            Stamps stamps,
            Timer timer) {
        this.settings = settings;
        this.changes = changes;
        this.resources = resources;
        this.capabilities = capabilities;
        this.stamps = stamps;
        this.timer = timer;
    }

    /**
     * Opens a stream.
     *
     * @return ends with the stream
     * @throws McpErrorException if the params are not valid, or there are too many
     */
    CompletableFuture<Response> open(ModernRequest request) {
        McpView view = request.exchange().view();
        ListenFilter filter = ListenFilter.of(request.params()).within(capabilities.apply(view));
        Listen listen = new Listen(request, filter, task -> later(task, READER_MILLIS));
        admit(listen);
        listen.atEnd(() -> remove(listen));
        try {
            if (!filter.kinds().isEmpty()) {
                listen.atEnd(changes.listen(view, listen::changed));
            }
            listen.begin();
        } catch (RuntimeException e) {
            listen.end(nobody());
            throw e;
        }
        request.exchange().request().channel().onDisconnect(() -> listen.end(nobody()));
        watch(listen, view);
        return listen.response();
    }

    private static Response nobody() {
        return Response.empty(HttpResponseStatus.NO_CONTENT, Map.of());
    }

    private synchronized void admit(Listen listen) {
        String caller = listen.request().principal();
        int own = ofCaller.getOrDefault(caller, 0);
        if (closed) {
            throw new McpErrorException(
                    UNAVAILABLE, STOPPING, "The gateway stops: listen again in a while", null, RETRY);
        }
        if (open.size() >= settings.max() || own >= settings.maxOfCaller()) {
            throw new McpErrorException(
                    TOO_MANY,
                    RATE_LIMITED,
                    "There are too many listen streams: close one that is not used, or raise mehari.mcp.modern.listen."
                            + (own >= settings.maxOfCaller() ? "max-of-caller" : "max"),
                    null,
                    RETRY);
        }
        open.add(listen);
        ofCaller.put(caller, own + 1);
    }

    private synchronized void remove(Listen listen) {
        if (open.remove(listen)) {
            ofCaller.computeIfPresent(listen.request().principal(), (caller, count) -> count > 1 ? count - 1 : null);
        }
    }

    /** The streams that are open. */
    synchronized int size() {
        return open.size();
    }

    /** All that are open. */
    synchronized List<Listen> all() {
        return List.copyOf(open);
    }

    private void watch(Listen listen, McpView view) {
        List<CompletableFuture<?>> confirmations = new ArrayList<>();
        for (String uri : listen.filter().uris()) {
            confirmations.add(watch(listen, view, uri));
        }
        CompletableFuture<Void> all = CompletableFuture.allOf(confirmations.toArray(CompletableFuture[]::new));
        if (!all.isDone()) {
            later(listen::acknowledge, CONFIRM_MILLIS);
        }
        all.whenComplete((done, failure) -> listen.acknowledge());
    }

    private CompletableFuture<Void> watch(Listen listen, McpView view, String uri) {
        CompletableFuture<Runnable> confirmed;
        try {
            confirmed = resources.listen(view, uri, params -> listen.updated(uri, params));
        } catch (RuntimeException e) { // as if the server had refused: the acknowledgement leaves it out
            return CompletableFuture.completedFuture(null);
        }
        return confirmed.handle((end, failure) -> {
            if (failure == null) {
                listen.watches(uri, end);
            }
            return null;
        });
    }

    private void later(Runnable task, long millis) {
        try {
            timer.newTimeout(timeout -> task.run(), millis, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException | IllegalStateException e) {
            throw new RejectedExecutionException(e);
        }
    }

    /** Ends all streams with the result that says that they end as they should. */
    @Override
    public void close() {
        List<Listen> ending;
        synchronized (this) {
            closed = true;
            ending = new ArrayList<>(open);
        }
        for (Listen listen : ending) {
            ObjectNode result = Json.object();
            result.putObject("_meta")
                    .set(Envelope.SUBSCRIPTION_ID, listen.request().id());
            listen.end(stamps.response(listen.request(), result));
        }
    }
}
