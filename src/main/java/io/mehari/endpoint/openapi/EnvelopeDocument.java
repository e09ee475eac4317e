package io.mehari.endpoint.openapi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.Tool;
import io.mehari.endpoint.http.target.PathSegments;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Builds the document of the envelope API: its fixed part is {@code envelope.json} beside this class, to which each tool adds the
 * call of its own, with its whole schema. For one document and one thread.
 */
final class EnvelopeDocument {
    /** Says in the fixed part who may use a path. */
    static final String LEVEL = "x-mehari-level";

    private static final Logger LOG = LoggerFactory.getLogger(EnvelopeDocument.class);

    /** Name of the security scheme of browsers, as FastAPI's. */
    private static final String BASIC = "HTTPBasic";

    private static final String FIXED = "envelope.json";
    private static final String CALL = "/paths/~1api~1v1~1tools~1{server}~1{tool}/post";

    private final ObjectNode document = fixed();
    private final Components components = new Components();
    private final OperationNames ids = new OperationNames();
    private final ArgumentSchemas schemas;

    private EnvelopeDocument(boolean whole) {
        schemas = new ArgumentSchemas(components, whole ? new WholeSchemas() : new ShortSchemas());
    }

    /**
     * The part that is always there.
     *
     * @return a new tree
     */
    static ObjectNode fixed() {
        try (InputStream stream = EnvelopeDocument.class.getResourceAsStream(FIXED)) {
            return (ObjectNode) Json.read(stream);
        } catch (IOException e) {
            throw new UncheckedIOException(FIXED + " cannot be read", e);
        }
    }

    /**
     * Builds the document.
     *
     * @param style what holds for all documents
     * @param version version of the API
     * @param root path at which a proxy shows the gateway; may be empty
     * @param tools all tools
     * @param whole whether their schemas are whole
     * @return a new tree
     */
    static ObjectNode build(DocumentStyle style, String version, String root, List<Tool> tools, boolean whole) {
        return new EnvelopeDocument(whole).build(style, version, root, tools);
    }

    private ObjectNode build(DocumentStyle style, String version, String root, List<Tool> tools) {
        document.withObjectProperty("info").put("version", version);
        if (!root.isEmpty()) {
            document.putArray("servers").addObject().put("url", root);
        }
        ObjectNode named = document.withObjectProperty("components").withObjectProperty("schemas");
        named.properties().forEach(schema -> components.set(components.name(schema.getKey()), schema.getValue()));
        ObjectNode paths = document.withObjectProperty("paths");
        JsonNode pattern = document.at(CALL).deepCopy();
        paths.forEach(path -> path.forEach(
                operation -> ids.unique(operation.path("operationId").asText())));
        TreeSet<String> servers = new TreeSet<>();
        for (Tool tool : tools) {
            servers.add(tool.server());
            paths.putObject(PathSegments.path(List.of("api", "v1", "tools", tool.server(), tool.name())))
                    .set("post", operation(tool, (ObjectNode) pattern.deepCopy()));
        }
        servers.forEach(server -> document.withArray("tags")
                .addObject()
                .put("name", "server: " + server)
                .put("description", "Tools of the server " + server));
        secure(style);
        components.writeTo(document);
        return document;
    }

    private ObjectNode operation(Tool tool, ObjectNode operation) {
        JsonNode definition = tool.definition();
        String name = tool.server() + "_" + tool.name();
        operation.put("summary", definition.path("title").asText(tool.name()));
        operation.put("description", definition.path("description").asText(""));
        operation.put("operationId", ids.unique("call_" + name.replaceAll("[^A-Za-z0-9_]", "_")));
        operation.putArray("tags").add("server: " + tool.server());
        operation.withArray("parameters").remove(2);
        operation.withArray("parameters").remove(1);
        operation.remove("requestBody");
        try {
            schemas.body(tool, name + "_arguments").ifPresent(body -> operation.set("requestBody", body));
            if (definition.path("outputSchema").isObject()) {
                result(operation, schemas.place(definition.get("outputSchema"), name + "_result"));
            }
        } catch (RuntimeException | StackOverflowError e) {
            LOG.warn(
                    "Tool {} is in the document of the envelope API without its schemas, which cannot be shown",
                    tool.id(),
                    e);
        }
        return operation;
    }

    /** What the server promises of its structured content, where the tool succeeds. */
    private static void result(ObjectNode operation, ObjectNode schema) {
        ObjectNode both = Json.object();
        ObjectNode own = both.putArray("allOf")
                .add(Components.reference("CallEnvelope"))
                .addObject()
                .put("type", "object");
        own.putObject("properties")
                .putObject("data")
                .put("type", "object")
                .putObject("properties")
                .set("structuredContent", schema);
        ((ObjectNode) operation.at("/responses/200/content/application~1json")).set("schema", both);
    }

    /** Without keys nothing is said about them; with keys each operation says whether it needs one. */
    private void secure(DocumentStyle style) {
        for (JsonNode path : document.get("paths")) {
            for (JsonNode operation : path) {
                String level = ((ObjectNode) operation).path(LEVEL).asText();
                if (!style.keys()) {
                    ((ObjectNode) operation).withObjectProperty("responses").remove("401");
                } else if (!level.equals("open") && (style.strict() || !level.equals("document"))) {
                    ((ObjectNode) operation).putArray("security").addObject().putArray(ToolDocument.BEARER);
                    if (level.equals("document")) {
                        ((ObjectNode) operation)
                                .withArray("security")
                                .addObject()
                                .putArray(BASIC);
                    }
                }
            }
        }
        if (style.keys()) {
            ToolDocument.secure(document);
            if (style.strict()) {
                document.withObjectProperty("components")
                        .withObjectProperty("securitySchemes")
                        .putObject(BASIC)
                        .put("type", "http")
                        .put("scheme", "basic")
                        .put("description", "Any user name, the key as password; for documents and health only");
            }
        } else {
            document.withObjectProperty("components")
                    .withObjectProperty("responses")
                    .remove("Unauthenticated");
        }
    }
}
