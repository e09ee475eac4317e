package io.mehari.endpoint.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.rest.Paging;
import io.mehari.endpoint.rest.RestHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.heartbeat.HeartbeatReport;
import io.mehari.security.AccessLevel;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;

/** {@code GET /debug/heartbeat}: the heartbeats of servers and clients. Safe for concurrent use. */
public final class DebugHeartbeatHandler implements RestRoute.Provider {
    private static final Map<String, String> NOT_STORED = Map.of("cache-control", "no-store");

    private final HeartbeatReport heartbeats;

    /**
     * A handler of this report.
     *
     * @param heartbeats tells of all heartbeats
     */
    public DebugHeartbeatHandler(HeartbeatReport heartbeats) {
        this.heartbeats = heartbeats;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get("/debug/heartbeat", AccessLevel.MONITOR, RestHandler.of(this::report)));
    }

    /** Takes the parameters {@code limit} and {@code offset}, for the list of clients. */
    private Response report(RequestTarget target, CallContext context) {
        Paging paging = Paging.of(target);
        ObjectNode report = heartbeats.json(paging.limit(), paging.offset());
        return Response.json(HttpResponseStatus.OK, NOT_STORED, json -> json.writeTree(report));
    }
}
