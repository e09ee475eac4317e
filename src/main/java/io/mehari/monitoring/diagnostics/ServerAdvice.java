package io.mehari.monitoring.diagnostics;

import io.mehari.upstream.Upstream;
import io.mehari.upstream.UpstreamState;
import io.mehari.upstream.Upstreams;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Asks for advice on the last errors of servers that are not ready, some of them and for a short time. */
record ServerAdvice(Upstreams upstreams, ErrorAdvice advice, Duration limit) {
    /** Most servers whose errors are asked for in one diagnosis. */
    static final int MOST = 20;

    /**
     * What is known.
     *
     * @return by name of the server, without those of which nothing is known, or not in time; never fails
     */
    CompletableFuture<Map<String, List<String>>> ask() {
        Map<String, List<String>> known = new ConcurrentHashMap<>();
        List<CompletableFuture<Void>> questions = new ArrayList<>();
        for (Upstream upstream : upstreams.all()) {
            String error = upstream.status().lastError().orElse("");
            if (upstream.state() != UpstreamState.READY && !error.isBlank() && questions.size() < MOST) {
                questions.add(ask(error).thenAccept(found -> {
                    if (!found.isEmpty()) {
                        known.put(upstream.name(), found);
                    }
                }));
            }
        }
        return CompletableFuture.allOf(questions.toArray(CompletableFuture[]::new))
                .thenApply(done -> Map.copyOf(known));
    }

    private CompletableFuture<List<String>> ask(String error) {
        try {
            return advice.advice(error)
                    .copy()
                    .completeOnTimeout(List.of(), limit.toMillis(), TimeUnit.MILLISECONDS)
                    .exceptionally(failure -> List.of());
        } catch (RuntimeException e) {
            return CompletableFuture.completedFuture(List.of());
        }
    }
}
