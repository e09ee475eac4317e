package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.call.ToolCallResult;
import io.mehari.call.ToolCallResult.Success;
import io.mehari.call.ToolCallResult.ToolError;
import io.mehari.deadletter.DeadLetterJson;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.BodyReader;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.endpoint.rest.form.EnvelopeForm;
import io.mehari.protocol.Json;
import io.mehari.replay.Replayed;
import io.mehari.replay.Replayer;
import io.mehari.security.AccessLevel;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/**
 * {@code POST /api/v1/admin/dead-letters/{id}/replay}: makes the call of one dead letter once more, and answers with what
 * came of it. Safe for concurrent use.
 */
final class DeadLetterReplayHandler implements RestHandler, RestRoute.Provider {
    /** By this the caller answers for a tool that may run twice. */
    static final String FORCE = "force";

    private final Replayer replayer;

    DeadLetterReplayHandler(Replayer replayer) {
        this.replayer = replayer;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.post(DeadLetterHandler.PATH + "/{id}/replay", AccessLevel.ADMIN, this));
    }

    @Override
    public CompletableFuture<Response> handle(Request request, RequestTarget target, CallContext context) {
        ObjectNode body = BodyReader.object(request);
        DeadLetterQuery.requireKnown(body, Set.of(FORCE));
        boolean force = DeadLetterQuery.flag(body, FORCE);
        return DeadLetterFailures.explained(replayer.replay(DeadLetterDetailHandler.id(target), context.caller(), force)
                .thenApply(replayed -> response(context, replayed)));
    }

    private static Response response(CallContext context, Replayed replayed) {
        ToolCallResult result = replayed.result();
        ObjectNode data = Json.object()
                .put("request_id", replayed.requestId())
                .put("outcome", result.outcome().code());
        replayed.letter().ifPresent(letter -> data.set("dead_letter", DeadLetterJson.of(letter)));
        if (result instanceof Success success) {
            data.set("result", success.result());
        } else if (result instanceof ToolError error) {
            data.set("result", error.result());
        }
        return EnvelopeForm.INSTANCE.data(
                context,
                "The call was made as request " + replayed.requestId() + " and ended as "
                        + result.outcome().code(),
                json -> json.writeTree(data));
    }
}
