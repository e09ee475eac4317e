package io.mehari.endpoint.rest;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallControl;
import io.mehari.call.CallControl.CancelCause;
import io.mehari.call.ProgressListener;
import io.mehari.endpoint.http.ClientChannel;
import io.mehari.endpoint.http.EventStream;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.StreamStyle;
import java.io.IOException;
import java.util.Map;

/**
 * Makes the {@link CallControl} of calls that come by REST: a client that disconnects cancels its calls, and one that
 * asks for {@code text/event-stream} on the envelope form gets their progress.
 */
final class RestCallControl {
    private static final String STREAM = "text/event-stream";
    private static final String PROGRESS = "progress";

    /** Names the call between gateway and server; of no meaning to the client. */
    private static final String TOKEN = "progressToken";

    private RestCallControl() {}

    /**
     * The control of the one call that a request makes. Begins the response if it is to be a stream.
     *
     * @param request the request
     * @return cancelled already if the client has disconnected
     */
    static CallControl of(Request request) {
        return of(request, listener(request));
    }

    /** As {@link #of}, for the calls of a request whose response is sent as a whole. */
    static CallControl quiet(Request request) {
        return of(request, ProgressListener.NONE);
    }

    private static CallControl of(Request request, ProgressListener listener) {
        ClientChannel client = request.channel();
        CallControl control = new CallControl(listener, client.executor());
        client.onDisconnect(() -> control.cancel(CancelCause.CALLER));
        return control;
    }

    private static ProgressListener listener(Request request) {
        if (!request.target().startsWith("/api/") || !request.accepts(STREAM)) {
            return ProgressListener.NONE;
        }
        EventStream stream = request.channel().stream(request, StreamStyle.RESULT);
        return params -> stream.send(PROGRESS, json -> write(json, params));
    }

    private static void write(JsonGenerator json, ObjectNode params) throws IOException {
        json.writeStartObject();
        for (Map.Entry<String, JsonNode> field : params.properties()) {
            if (!field.getKey().equals(TOKEN)) {
                json.writeFieldName(field.getKey());
                json.writeTree(field.getValue());
            }
        }
        json.writeEndObject();
    }
}
