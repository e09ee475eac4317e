package io.mehari.reload;

import io.mehari.monitoring.Heartbeats;
import io.mehari.text.Causes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the routes running that watch a folder: starts them when the gateway serves, and again when the folder is another
 * one under the same name. Puts into the body whether files look different from the look before, which finds what no
 * route was told; not while a batch waits, which reads all files anyway and would wait longer. Used by one thread at a time.
 */
final class FolderWatches implements Processor {
    private static final Logger LOG = LoggerFactory.getLogger(FolderWatches.class);

    private final Map<String, Path> folders;
    private final WatchedFiles files;
    private final WaitingBatch batch;
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
     * @param heartbeats is told of each look
     */
    FolderWatches(Map<String, Path> folders, WatchedFiles files, WaitingBatch batch, Heartbeats heartbeats) {
        this.folders = Map.copyOf(folders);
        this.files = files;
        this.batch = batch;
        this.heartbeats = heartbeats;
    }

    @Override
    public void process(Exchange exchange) {
        heartbeats.beat("file-poll");
        if (context != exchange.getContext()) { // these routes have changed themselves: none runs in there yet
            context = exchange.getContext();
            watched.clear();
            told.clear();
        }
        folders.forEach((route, folder) -> watch(route, keyOf(folder)));
        if (batch.isWaiting()) {
            exchange.getMessage().setBody(false);
            return; // looked at again with the next tick, lest the batch was one of routes that are gone
        }
        Map<Path, WatchedFiles.Stamp> now = files.look();
        exchange.getMessage().setBody(!now.equals(before));
        before = now;
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
