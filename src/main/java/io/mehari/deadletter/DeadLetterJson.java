package io.mehari.deadletter;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Outcome;
import io.mehari.protocol.Json;

/** Dead letters as operators see them. Stateless. */
public final class DeadLetterJson {
    private DeadLetterJson() {}

    /**
     * A letter.
     *
     * @param letter as it is stored
     * @return new, without secrets
     */
    public static ObjectNode of(DeadLetter letter) {
        ObjectNode json = Json.object()
                .put("id", letter.id())
                .put("request_id", letter.requestId())
                .put("occurred_at", letter.occurredAt().toString())
                .put("server", letter.server())
                .put("tool", letter.tool())
                .put("caller", letter.caller())
                .put("outcome", letter.outcome().code())
                .put("category", letter.category())
                .put("message", letter.message())
                .put("arguments", letter.arguments());
        letter.traceId().ifPresent(trace -> json.put("trace_id", trace));
        letter.upstreamError().ifPresent(error -> json.put("upstream_error", error));
        Replays replays = letter.replays();
        json.put("state", replays.state().code())
                .put("may_have_run", replays.mayHaveRun())
                .put("attempts", replays.attempts());
        ReplayRefusal.of(letter).ifPresent(refusal -> json.put("not_replayable", refusal.message()));
        replays.next().ifPresent(next -> json.put("next_replay_at", next.toString()));
        replays.last().ifPresent(last -> json.set("replay", of(last)));
        return json;
    }

    private static ObjectNode of(Replays.Last last) {
        ObjectNode json = Json.object()
                .put("request_id", last.requestId())
                .put("caller", last.caller())
                .put("at", last.at().toString());
        last.outcome().map(Outcome::code).ifPresent(outcome -> json.put("outcome", outcome));
        if (!last.message().isEmpty()) {
            json.put("message", last.message());
        }
        return json;
    }
}
