package io.mehari.launch;

import io.mehari.catalog.ToolCatalog;
import io.mehari.endpoint.http.ServedAddress;
import io.mehari.servers.StartListener;
import io.mehari.text.Counted;
import io.netty.util.Timer;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The summary of the start: logged once, when the gateway serves and every server has joined or failed its first
 * attempts, or when that takes too long. Safe for concurrent use.
 */
public final class StartSummary implements StartListener {
    /** Longest wait for servers to connect before the summary names them as missing. */
    private static final long PATIENCE_SECONDS = 15;

    private final ToolCatalog catalog;
    private final Timer timer;
    private final Consumer<String> lines;
    private final Runnable complete;
    private final Set<String> expected = new TreeSet<>();
    private final Set<String> joined = new TreeSet<>();
    private final Set<String> failed = new TreeSet<>();
    private String address;
    private String tools;
    private final CompletableFuture<Void> settled = new CompletableFuture<>();
    private boolean done;

    /**
     * A summary of nothing yet.
     *
     * @param catalog whose tools are counted
     * @param timer for the longest wait
     * @param lines takes the lines
     */
    public StartSummary(ToolCatalog catalog, Timer timer, Consumer<String> lines) {
        this(catalog, timer, lines, () -> {});
    }

    /**
     * A summary of nothing yet, after which there is more to say.
     *
     * @param catalog whose tools are counted
     * @param timer for the longest wait
     * @param lines takes the lines
     * @param complete run once, right after the summary
     */
    StartSummary(ToolCatalog catalog, Timer timer, Consumer<String> lines, Runnable complete) {
        this.complete = complete;
        this.catalog = catalog;
        this.timer = timer;
        this.lines = lines;
    }

    @Override
    public synchronized void expect(String server) {
        expected.add(server);
    }

    @Override
    public synchronized void joined(String server) {
        expected.remove(server);
        failed.remove(server);
        joined.add(server);
        logIfComplete();
    }

    @Override
    public synchronized void failed(String server) {
        expected.remove(server);
        joined.remove(server);
        failed.add(server);
        logIfComplete();
    }

    @Override
    public synchronized void removed(String server) {
        expected.remove(server);
        joined.remove(server);
        failed.remove(server);
        logIfComplete();
    }

    /** The gateway serves requests under this address. */
    synchronized void serving(ServedAddress served) {
        address = served.base();
        tools = address + served.toolPath().replaceFirst("/$", "");
        logIfComplete();
        if (!done) {
            lines.accept("Mehari listens on " + tools + " while " + String.join(", ", expected)
                    + (expected.size() == 1 ? " joins" : " join"));
            timer.newTimeout(timeout -> logAnyway(), PATIENCE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private synchronized void logAnyway() {
        failed.addAll(expected);
        expected.clear();
        logIfComplete();
    }

    private void logIfComplete() {
        if (done || address == null || !expected.isEmpty()) {
            return;
        }
        done = true;
        int servers = joined.size() + failed.size();
        String missing = failed.isEmpty() ? "" : ", still missing " + String.join(", ", failed);
        lines.accept("Mehari serves " + Counted.of(catalog.tools().size(), "tool") + " on " + tools + ", "
                + joined.size() + " of " + Counted.of(servers, "server") + " joined" + missing
                + ". See them: curl " + address + "/api/v1/tools");
        settled.complete(null);
        complete.run();
    }

    /**
     * When lists are as complete as they get by themselves: each server has joined, or failed its first attempts, or was
     * not waited for any longer. Whoever waits needs a limit of his own.
     */
    CompletableFuture<Void> settled() {
        return settled.copy();
    }
}
