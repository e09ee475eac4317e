package io.mehari.endpoint.rest;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.CallContext;
import io.mehari.catalog.Tool;
import io.mehari.catalog.group.ToolGroup;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.rejection.RequestRejectedException;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.protocol.Json;
import io.mehari.security.AccessLevel;
import io.mehari.text.NearestNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;

/** Lists tool groups, and the tools of one. Safe for concurrent use. */
public final class GroupHandler implements RestRoute.Provider {

    private final ToolGroups groups;

    /**
     * A handler over all groups.
     *
     * @param groups the groups
     */
    GroupHandler(ToolGroups groups) {
        this.groups = groups;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(
                RestRoute.get("/groups", AccessLevel.DOCUMENT, RestHandler.of(this::all)),
                RestRoute.get("/groups/{group}", AccessLevel.DOCUMENT, RestHandler.of(this::one)));
    }

    private Response all(RequestTarget target, CallContext context) {
        ObjectNode data = Json.object();
        ArrayNode list = data.putArray("groups");
        groups.all().forEach(group -> list.add(head(group)));
        return Response.json(HttpResponseStatus.OK, json -> json.writeTree(data));
    }

    /** Takes the parameters {@code limit} and {@code offset}. */
    private Response one(RequestTarget target, CallContext context) {
        ToolGroup group = require(groups, target);
        Paging paging = Paging.of(target);
        ObjectNode data = head(group);
        ArrayNode list = data.putArray("members");
        for (Tool tool : paging.of(group.tools())) {
            list.add(ToolSummary.of(tool));
        }
        data.put("limit", paging.limit()).put("offset", paging.offset());
        return Response.json(HttpResponseStatus.OK, json -> json.writeTree(data));
    }

    private static ObjectNode head(ToolGroup group) {
        ObjectNode head = Json.object().put("name", group.name());
        if (!group.description().isEmpty()) {
            head.put("description", group.description());
        }
        return head.put("tools", group.tools().size());
    }

    /**
     * The group that the second segment of a path names.
     *
     * @param groups all groups
     * @param target target of the request
     * @return never null
     * @throws RequestRejectedException if there is none of that name
     */
    public static ToolGroup require(ToolGroups groups, RequestTarget target) {
        String name = target.segments().get(1);
        return groups.find(name).orElseThrow(() -> unknown(groups, name));
    }

    /**
     * What is told to whoever asks for a group that is not there.
     *
     * @return names those that resemble it
     */
    static RequestRejectedException unknown(ToolGroups groups, String name) {
        List<String> names = groups.all().stream().map(ToolGroup::name).toList();
        String help = names.isEmpty()
                ? "; none is configured, see mehari.groups"
                : NearestNames.suggestion(name, names) + "; GET /groups lists all";
        return RequestRejectedException.notFound("There is no tool group named " + NearestNames.quoted(name) + help);
    }

    /**
     * What is told to whoever calls a tool by way of a group that it is not in.
     *
     * @return names tools of the group that resemble it
     */
    static RequestRejectedException notInside(ToolGroup group, String server, String tool) {
        List<String> names = group.tools().stream().map(Tool::id).toList();
        return RequestRejectedException.notFound(
                "Group " + group.name() + " has no tool " + NearestNames.quoted(server + "/" + tool)
                        + NearestNames.suggestion(server + "/" + tool, names) + "; GET /groups/" + group.name()
                        + " lists its tools");
    }
}
