package io.mehari.endpoint.openapi;

import io.mehari.call.CallContext;
import io.mehari.catalog.group.ToolGroup;
import io.mehari.catalog.group.ToolGroups;
import io.mehari.endpoint.http.Request;
import io.mehari.endpoint.http.Response;
import io.mehari.endpoint.http.target.RequestTarget;
import io.mehari.endpoint.openapi.OpenApiDocuments.Contents;
import io.mehari.endpoint.rest.GroupHandler;
import io.mehari.endpoint.rest.RestRoute;
import io.mehari.security.AccessLevel;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The documents of tool groups, {@code GET /groups/{group}/openapi.json}: each tool at {@code /{server}/{tool}} below the
 * group. Safe for concurrent use.
 */
final class GroupDocuments implements RestRoute.Provider {
    private final OpenApiDocuments documents;
    private final DocumentTexts texts;
    private final ToolGroups groups;

    /**
     * Handlers over all groups.
     *
     * @param documents keeps and sends documents
     * @param texts what they say first
     * @param groups the groups
     */
    GroupDocuments(OpenApiDocuments documents, DocumentTexts texts, ToolGroups groups) {
        this.documents = documents;
        this.texts = texts;
        this.groups = groups;
    }

    @Override
    public List<RestRoute> routes() {
        return List.of(RestRoute.get("/groups/{group}/" + ServerDocuments.NAME, AccessLevel.DOCUMENT, this::group));
    }

    private CompletableFuture<Response> group(Request request, RequestTarget target, CallContext context) {
        ToolGroup group = GroupHandler.require(groups, target);
        return documents.tools(
                request,
                target,
                "group/" + group.name(),
                () -> new Contents(
                        texts.ofGroup(group.name(), group.description()),
                        group.tools().stream()
                                .map(tool -> new PathTool(tool, List.of(tool.server(), tool.name())))
                                .toList()));
    }
}
