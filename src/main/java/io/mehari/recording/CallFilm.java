package io.mehari.recording;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.ToolCall;
import io.mehari.call.ToolCallResult;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One recorded call: its steps in the order in which they began. Bounded; safe for concurrent use. */
final class CallFilm {
    /** Most steps that are kept; what comes then is left out. */
    static final int MOST_STEPS = 500;

    /** Most characters of all bodies together; later ones are left out. Bodies that are alike count once. */
    static final int MOST_TEXT = 256 * 1024;

    private static final ShownBody LEFT_OUT = new ShownBody("", true);

    private final int number;
    private final ToolCall call;
    private final Redaction redaction;
    private final CompletableFuture<Void> end = new CompletableFuture<>();
    private final List<RecordedStep> steps = new ArrayList<>();
    private ShownBody last = LEFT_OUT;
    private int text;
    private boolean cut;
    private String outcome;
    private long tookNanos = -1;

    /**
     * A film without steps.
     *
     * @param number counts the calls of a recording from 1
     * @param call the call
     * @param redaction hides secrets
     */
    CallFilm(int number, ToolCall call, Redaction redaction) {
        this.number = number;
        this.call = call;
        this.redaction = redaction;
    }

    int number() {
        return number;
    }

    String requestId() {
        return call.context().requestId();
    }

    /** Ends with the call, or with the recording. */
    CompletableFuture<Void> end() {
        return end;
    }

    /** A step begins; null where no more are kept. */
    synchronized RecordedStep begin(RecordedStep.Place place, Object body, long now) {
        if (end.isDone() || steps.size() >= MOST_STEPS) {
            cut |= steps.size() >= MOST_STEPS;
            return null;
        }
        ShownBody shown = shown(body);
        boolean changed = !steps.isEmpty() && !shown.equals(last);
        last = shown;
        RecordedStep step = new RecordedStep(place, steps.size() + 1, since(now), shown, changed);
        steps.add(step);
        return step;
    }

    private ShownBody shown(Object body) {
        ShownBody shown = ShownBody.of(body, redaction);
        if (shown.equals(last)) {
            return last;
        }
        text += shown.text().length();
        return text <= MOST_TEXT ? shown : LEFT_OUT;
    }

    /** A step has ended. */
    synchronized void ended(RecordedStep step, long now, Exception failure) {
        String message = failure == null
                ? null
                : ShownBody.of(String.valueOf(failure.getMessage()), redaction).text();
        step.ended(since(now), message);
    }

    /** The call has ended; the answer is its last picture. Only the first end counts. */
    void answered(ToolCallResult result, long now) {
        synchronized (this) {
            if (end.isDone()) {
                return;
            }
            outcome = result == null ? null : result.outcome().code();
            tookNanos = since(now);
            if (result != null) {
                Object body = result instanceof ToolCallResult.Answered answered ? answered.result() : result.message();
                RecordedStep answer =
                        begin(new RecordedStep.Place("tool-call", "answer", "answer", result.message()), body, now);
                if (answer != null) {
                    ended(answer, now, null);
                }
            }
        }
        end.complete(null);
    }

    /** The recording has ended before the call did. */
    void abandon() {
        synchronized (this) {
            cut = true;
        }
        end.complete(null);
    }

    private long since(long now) {
        return Math.max(0, now - call.context().receivedNanos());
    }

    synchronized ObjectNode summary() {
        ObjectNode json = Json.object()
                .put("call", number)
                .put("server", call.server())
                .put("tool", call.tool())
                .put("request_id", requestId())
                .put("outcome", outcome);
        return tookNanos < 0 ? json.putNull("duration_ms") : json.put("duration_ms", RecordedStep.millis(tookNanos));
    }

    synchronized ObjectNode json() {
        ObjectNode json = summary().put("cut", cut);
        ArrayNode array = json.putArray("steps");
        steps.forEach(step -> array.add(step.json()));
        return json;
    }
}
