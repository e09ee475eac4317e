package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.endpoint.http.target.PathSegments;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.function.Consumer;

/**
 * Builds the document of some tools in the short form of calls, which clients of mcpo read: names as FastAPI and Pydantic make
 * them. One tool whose schema cannot be shown takes nothing from the others. For one document and one thread.
 */
final class ToolDocument {
    /** Version of OpenAPI in which documents are built. */
    static final String OPENAPI = "3.1.0";

    private final DocumentStyle style;
    private final Components components = new Components();
    private final OperationNames ids = new OperationNames();

    private final Consumer<String> warnings;

    private ToolDocument(DocumentStyle style, Consumer<String> warnings) {
        this.style = style;
        this.warnings = warnings;
    }

    /**
     * Builds a document.
     *
     * @param style what holds for all documents
     * @param heading what it says first
     * @param tools what it describes, in this order
     * @param whole whether schemas are shown whole, for clients that know recursion
     * @param warnings takes what operators should know, the same at each time
     * @return a new tree
     */
    static ObjectNode build(
            DocumentStyle style, Heading heading, List<PathTool> tools, boolean whole, Consumer<String> warnings) {
        return new ToolDocument(style, warnings).document(heading, tools, whole);
    }

    /**
     * A document without paths.
     *
     * @param heading what it says first
     * @return a new tree
     */
    static ObjectNode begin(Heading heading) {
        ObjectNode document = Json.object().put("openapi", OPENAPI);
        ObjectNode info = document.putObject("info").put("title", heading.title());
        if (!heading.description().isEmpty()) {
            info.put("description", heading.description());
        }
        info.put("version", heading.version());
        heading.address()
                .ifPresent(address -> document.putArray("servers").addObject().put("url", address));
        return document;
    }

    private ObjectNode document(Heading heading, List<PathTool> tools, boolean whole) {
        ObjectNode document = begin(heading);
        ObjectNode paths = document.putObject("paths");
        ToolOperations operations = style.exact() && !whole
                ? new McpoOperations(components)
                : new FixedOperations(components, whole ? new WholeSchemas() : new ShortSchemas(), style.keys());
        for (PathTool tool : tools) {
            String id = id(tool);
            ObjectNode operation = operation(operations, tool, id);
            if (style.keys()) {
                operation.putArray("security").addObject().putArray(BEARER);
            }
            paths.putObject(path(tool)).set("post", operation);
        }
        operations.finish(document, !tools.isEmpty());
        components.writeTo(document);
        if (style.keys()) {
            secure(document);
        }
        return document;
    }

    /** The description of a call, or the least of it where making it fails: one tool takes nothing from the others. */
    private ObjectNode operation(ToolOperations operations, PathTool tool, String id) {
        try {
            return operations.operation(tool, id);
        } catch (RuntimeException | StackOverflowError e) {
            warnings.accept("Tool " + tool.tool().id()
                    + " is in OpenAPI documents without its schema, which cannot be shown: " + e);
            ObjectNode bare = Json.object().put("summary", OperationNames.title(tool.joined()));
            bare.put("operationId", id);
            bare.putObject("responses").putObject("200").put("description", "Successful Response");
            return bare;
        }
    }

    private String id(PathTool tool) {
        String wanted = OperationNames.operationId(tool.joined());
        String id = ids.unique(wanted);
        if (!id.equals(wanted)) {
            warnings.accept(
                    "Tool " + tool.tool().id() + " is called " + id + " in OpenAPI documents, since " + wanted
                            + " is another tool's operation id: clients that know tools by it, such as Open WebUI, must use that name");
        }
        return id;
    }

    /** As mcpo writes it, unless that would mean a parameter or a query. */
    private String path(PathTool tool) {
        String plain = "/" + tool.joined();
        return style.exact() && plain.chars().noneMatch(c -> "{}?#%".indexOf(c) >= 0)
                ? plain
                : PathSegments.path(tool.path());
    }

    /** Name of the security scheme, as FastAPI has it. */
    static final String BEARER = "HTTPBearer";

    /**
     * Declares the security scheme.
     *
     * @param document gets it among its components
     */
    static void secure(ObjectNode document) {
        document.withObjectProperty("components")
                .withObjectProperty("securitySchemes")
                .putObject(BEARER)
                .put("type", "http")
                .put("scheme", "bearer");
    }
}
