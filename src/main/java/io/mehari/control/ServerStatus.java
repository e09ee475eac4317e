package io.mehari.control;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import io.mehari.upstream.UpstreamStatus;
import java.util.Locale;
import java.util.Optional;

/**
 * One server, and how it is at this moment.
 *
 * @param connection where it stands
 * @param name of the server
 * @param hold by whom it was stopped or suspended, if it was
 * @param route leads to it
 */
public record ServerStatus(UpstreamStatus connection, String name, Optional<RouteHold> hold, RouteStatus route) {
    /**
     * The server as JSON.
     *
     * @return new
     */
    public ObjectNode json() {
        ObjectNode json = Json.object().put("name", name).put("state", state());
        hold.ifPresent(held -> json.putObject("held")
                .put("by", held.by())
                .put("since", held.since().toString()));
        json.put("in_flight", connection.inFlight());
        json.set("route", RouteJson.of(route));
        return json;
    }

    /** {@code suspended} while its connection serves and its calls are refused; else the state of its connection. */
    private String state() {
        boolean suspended = hold.isPresent() && !hold.get().stopped();
        return suspended ? "suspended" : connection.state().name().toLowerCase(Locale.ROOT);
    }
}
