package io.mehari.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCall;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A recording: which calls it wants, and those it has. Safe for concurrent use. */
final class Recording {
    private final String id;
    private final RecordingRequest request;
    private final Instant started;
    private final long startedNanos;
    private final List<CallFilm> films = new ArrayList<>();
    private Instant until;
    private boolean running = true;

    Recording(String id, RecordingRequest request, Instant started, long startedNanos) {
        this.id = id;
        this.request = request;
        this.started = started;
        this.startedNanos = startedNanos;
        this.until = started.plus(request.life());
    }

    String id() {
        return id;
    }

    synchronized boolean isRunning() {
        return running;
    }

    synchronized Instant until() {
        return until;
    }

    /** A film for a call that begins; empty if it is not wanted, or was under way before. */
    synchronized Optional<CallFilm> film(ToolCall call, Redaction redaction) {
        boolean wanted = running
                && films.size() < request.calls()
                && request.matches(call.server(), call.tool())
                && call.context().receivedNanos() - startedNanos >= 0;
        if (!wanted) {
            return Optional.empty();
        }
        CallFilm film = new CallFilm(films.size() + 1, call, redaction);
        films.add(film);
        return Optional.of(film);
    }

    /** Whether it has all calls that it wants, each to its end. */
    synchronized boolean isFull() {
        return films.size() >= request.calls()
                && films.stream().allMatch(film -> film.end().isDone());
    }

    /** Takes no more; calls under way are left as they are now. */
    void stop(Instant now) {
        List<CallFilm> open;
        synchronized (this) {
            if (!running) {
                return;
            }
            running = false;
            until = now;
            open = List.copyOf(films);
        }
        open.stream().filter(film -> !film.end().isDone()).forEach(CallFilm::abandon);
    }

    synchronized Optional<CallFilm> film(int number) {
        return number < 1 || number > films.size() ? Optional.empty() : Optional.of(films.get(number - 1));
    }

    synchronized ObjectNode json() {
        ObjectNode json = Json.object()
                .put("id", id)
                .put("started", started.toString())
                .put("until", until.toString())
                .put("running", running)
                .put("by", request.by())
                .put("wanted", request.calls());
        request.server().ifPresent(server -> json.put("server", server));
        request.tool().ifPresent(tool -> json.put("tool", tool));
        ArrayNode calls = json.putArray("calls");
        films.forEach(film -> calls.add(film.summary()));
        return json;
    }
}
