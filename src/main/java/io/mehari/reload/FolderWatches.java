package io.mehari.reload;

import io.mehari.component.generation.HookRoute;
import io.mehari.monitoring.Heartbeats;
import io.mehari.text.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes running that watch a folder: starts them when the gateway serves, and again when the folder is another
 * one under the same name. Puts into the body whether files look different from the look before, be it its own or that of a
 * change, which finds what no route was told, or whether they are to be tried again; not while a batch waits, which reads all
 * files anyway and would wait longer.
 * Safe for concurrent use.
 */
final class FolderWatches implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatches.class);

    private static final HookRoute CHANGES = new HookRoute("file-changes");

    private final Map<String, Path> folders;
    private final WatchedFiles files;
    private final WaitingBatch batch;
    private final NextTry next;
    private final Heartbeats heartbeats;
    private final Map<String, String> watched = new HashMap<>();
    private final Set<String> told = new HashSet<>();
    private Map<Path, WatchedFiles.Stamp> before = Map.of();
    private CamelContext context;

    /**
     * Nothing is watched yet.
     *
     * @param folders folder by the id of the route that watches it
     * @param files what is looked at
     * @param batch knows whether changes wait already
     * @param next knows whether files that were refused are to be tried again
     * @param heartbeats is told of each look
     */
    FolderWatches(
            Map<String, Path> folders, WatchedFiles files, WaitingBatch batch, NextTry next, Heartbeats heartbeats) {
        this.folders = Map.copyOf(folders);
        this.files = files;
        this.batch = batch;
        this.next = next;
        this.heartbeats = heartbeats;
    }

    @Override
    public synchronized void process(Exchange exchange) {
        heartbeats.beat("file-poll");
        watchIn(exchange.getContext());
        if (batch.isWaiting()) {
            exchange.getMessage().setBody(false);
            return; // looked at again with the next tick, lest the batch was one of routes that are gone
        }
        Map<Path, WatchedFiles.Stamp> last = before;
        Map<Path, WatchedFiles.Stamp> now = look();
        boolean different = !now.equals(last) || next.takeDue();
        if (different) {
            batch.found(now);
        }
        exchange.getMessage().setBody(different);
    }

    /**
     * Looks at the files for a change that reads them next: what it reads is not found once more.
     *
     * @return what they look like
     */
    synchronized Map<Path, WatchedFiles.Stamp> look() {
        before = files.look();
        return before;
    }

    /**
     * Watches in the routes that serve now, if these routes have changed themselves: what is written next is heard of at once.
     * What was written since the routes before have ended was told to nobody, so the files are looked at once more.
     *
     * @param serving their context
     */
    synchronized void follow(CamelContext serving) {
        if (context != null && context != serving) {
            watchIn(serving);
            CHANGES.send(serving, () -> List.of(true));
        }
    }

    private void watchIn(CamelContext serving) {
        if (context != serving) { // none runs in there yet
            context = serving;
            watched.clear();
            told.clear();
        }
        folders.forEach((route, folder) -> watch(route, keyOf(folder)));
    }

    private void watch(String route, String key) {
        if (key.equals(watched.getOrDefault(route, "")) || context.getRoute(route) == null) {
            return;
        }
        try {
            if (watched.remove(route) != null) {
                context.getRouteController().stopRoute(route);
            }
            if (!key.isEmpty()) {
                context.getRouteController().startRoute(route);
                watched.put(route, key);
            }
            told.remove(route);
        } catch (Exception e) {
            if (told.add(route)) {
                LOG.warn(
                        "{} does not start, so that changes are found by looking only (mehari.reload.poll): {}",
                        route,
                        Causes.of(e));
            }
        }
    }

    /** Tells a folder from another one of the same name; empty if there is none. */
    private static String keyOf(Path folder) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(folder, BasicFileAttributes.class);
            return attributes.isDirectory() ? folder.toRealPath() + " " + attributes.fileKey() : "";
        } catch (IOException e) {
            return "";
        }
    }
}
