package io.mehari.endpoint.rest.mcpo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.mehari.call.Violation;
import io.mehari.catalog.Tool;
import io.mehari.catalog.mcpo.McpoModel;
import io.mehari.catalog.schema.ToolSchema;
import io.mehari.protocol.TreeWeight;
import java.util.List;
import java.util.Optional;

/**
 * What the client in mcpo does with results of tools that declare an {@code outputSchema}: it fails on structured content
 * that is missing or breaks the schema, and passes the answer through a model. Safe for concurrent use.
 */
public final class ResultChecks {
    /** Bytes in memory, about, beyond which a schema is not applied: it is compiled when the first result arrives. */
    private static final long MOST_SCHEMA = 262_144;

    /** By definition, which is one object as long as the tool is listed. */
    private final Cache<ObjectNode, Declared> declared =
            Caffeine.newBuilder().weakKeys().maximumSize(10_000).build();

    private record Declared(ToolSchema schema, McpoModel model) {
        static final Declared NOTHING = new Declared(ToolSchema.of(null), McpoModel.of(null, ""));

        static Declared of(ObjectNode definition) {
            JsonNode output = definition.path("outputSchema");
            if (output.isEmpty() || TreeWeight.of(output, MOST_SCHEMA) > MOST_SCHEMA) {
                return NOTHING;
            }
            return new Declared(ToolSchema.of(output), McpoModel.of(output, "_response_model"));
        }
    }

    /**
     * Why mcpo fails on the structured content of a result.
     *
     * @param tool that gave it
     * @param result the result
     * @return what it says; empty if it takes the result
     */
    public Optional<String> problem(Tool tool, ObjectNode result) {
        if (tool.definition().path("outputSchema").isEmpty()) {
            return Optional.empty();
        }
        JsonNode structured = result.path("structuredContent");
        if (structured.isMissingNode() || structured.isNull()) {
            return Optional.of("Tool " + tool.name() + " has an output schema but did not return structured content");
        }
        List<Violation> violations = of(tool).schema().check(structured);
        return violations.isEmpty()
                ? Optional.empty()
                : Optional.of("Invalid structured content returned by tool " + tool.name() + ": "
                        + violations.get(0).message());
    }

    /**
     * The answer as it leaves mcpo.
     *
     * @param tool that gave it
     * @param answer what was made of its content
     * @return the same, or what the model of the output schema makes of it
     */
    public JsonNode answer(Tool tool, JsonNode answer) {
        boolean modelled = !tool.definition().path("outputSchema").isEmpty()
                && !tool.schema()
                        .mcpoModel()
                        .takesNothing(); // mcpo has a handler of its own for tools without parameters
        return modelled ? of(tool).model().answer(answer) : answer;
    }

    private Declared of(Tool tool) {
        return declared.get(tool.definition(), Declared::of);
    }
}
