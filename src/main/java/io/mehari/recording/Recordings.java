package io.mehari.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.component.generation.RunningGeneration;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import io.netty.util.Timeout;
import io.netty.util.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Recordings of calls: {@value #MOST_RUNNING} run at a time, {@value #MOST_KEPT} are kept, in memory, for a quarter of an hour
 * after they have ended. Nothing is recorded that nobody has asked for. Safe for concurrent use; never blocks.
 */
public final class Recordings implements AutoCloseable {
    /** Most recordings that run at a time. */
    static final int MOST_RUNNING = 3;

    /** Most recordings that are kept, those that run included. */
    static final int MOST_KEPT = 5;

    /** How long one is kept after its end. */
    static final Duration LIFE = Duration.ofMinutes(15);

    private final Map<String, Recording> kept = new LinkedHashMap<>();
    private final Recorder recorder;
    private final Timer timer;
    private final Clock clock;
    private final LongSupplier nanoTime;
    private Timeout look;

    /**
     * No recordings.
     *
     * @param running the routes that serve
     * @param redaction hides secrets
     * @param timer ends them
     * @param clock stamps them
     * @param nanoTime {@link System#nanoTime()}, or a test's own
     */
    Recordings(RunningGeneration running, Redaction redaction, Timer timer, Clock clock, LongSupplier nanoTime) {
        this.timer = timer;
        this.clock = clock;
        this.nanoTime = nanoTime;
        this.recorder = new Recorder(running, redaction, nanoTime, this::settle);
    }

    /**
     * Records calls from now on.
     *
     * @param request which
     * @return {@code id} and {@code until}, when it ends at the latest
     * @throws RecordingsFullException if too many run
     */
    public synchronized ObjectNode start(RecordingRequest request) {
        settle();
        if (running().size() >= MOST_RUNNING) {
            throw new RecordingsFullException(MOST_RUNNING);
        }
        Recording begun = new Recording(UUID.randomUUID().toString(), request, clock.instant(), nanoTime.getAsLong());
        kept.put(begun.id(), begun);
        List<String> ended = new ArrayList<>(kept.keySet());
        ended.removeIf(id -> kept.get(id).isRunning());
        ended.stream().limit(Math.max(0, kept.size() - MOST_KEPT)).forEach(kept::remove);
        settle();
        return Json.object().put("id", begun.id()).put("until", begun.until().toString());
    }

    /**
     * Ends one. One that has ended stays as it is.
     *
     * @param id of the recording
     * @return the recording, as it is listed; empty if there is none of that id
     */
    public synchronized Optional<ObjectNode> stop(String id) {
        Optional<Recording> known = Optional.ofNullable(kept.get(id));
        known.ifPresent(recording -> recording.stop(clock.instant()));
        settle();
        return known.map(Recording::json);
    }

    /** {@return {@code recordings}, the newest first, each with its {@code calls}} */
    public synchronized ObjectNode list() {
        settle();
        List<Recording> newest = new ArrayList<>(kept.values());
        Collections.reverse(newest);
        ObjectNode json = Json.object();
        ArrayNode array = json.putArray("recordings");
        newest.forEach(recording -> array.add(recording.json()));
        return json;
    }

    /**
     * A call, step by step.
     *
     * @param id of the recording
     * @param call its number in it
     * @return the call with its {@code steps}; empty if there is none
     */
    public synchronized Optional<ObjectNode> call(String id, int call) {
        settle();
        return Optional.ofNullable(kept.get(id))
                .flatMap(recording -> recording.film(call))
                .map(CallFilm::json);
    }

    /** How many steps of routes are looked at: none while nothing is recorded. */
    int probed() {
        return recorder.probed();
    }

    /** Ends those whose time has come or that are full, forgets old ones, and looks again when the next one ends. */
    private synchronized void settle() {
        Instant now = clock.instant();
        running().stream()
                .filter(recording -> recording.isFull() || !recording.until().isAfter(now))
                .forEach(recording -> recording.stop(now));
        kept.values().removeIf(old -> !old.isRunning() && old.until().plus(LIFE).isBefore(now));
        List<Recording> running = running();
        recorder.take(running);
        if (look != null) {
            look.cancel();
        }
        look = kept.values().stream()
                .map(recording -> recording.isRunning()
                        ? recording.until()
                        : recording.until().plus(LIFE))
                .min(Instant::compareTo)
                .map(next -> timer.newTimeout(
                        due -> settle(),
                        Math.max(1, Duration.between(now, next).toMillis() + 1),
                        TimeUnit.MILLISECONDS))
                .orElse(null);
    }

    private List<Recording> running() {
        return kept.values().stream().filter(Recording::isRunning).toList();
    }

    /** Ends all and forgets them. */
    @Override
    public synchronized void close() {
        kept.values().forEach(recording -> recording.stop(clock.instant()));
        kept.clear();
        settle();
    }
}
