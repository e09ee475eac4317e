package io.mehari.catalog.mcpo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.call.Violation;
import io.mehari.protocol.Json;
import java.util.List;

/**
 * The model that mcpo 0.0.20 makes of the schema of an object, and through which it passes arguments and results: unknown
 * fields are dropped, defaults added, numbers, booleans and texts converted. Immutable.
 */
public final class McpoModel {
    private final PydanticModel model;

    private McpoModel(PydanticModel model) {
        this.model = model;
    }

    /**
     * {@return the model of a schema; never fails for an invalid one}
     *
     * @param schema of a tool; null if it has none
     * @param suffix what stands behind the tool's name in the model's: {@code _form_model} for arguments
     */
    public static McpoModel of(JsonNode schema, String suffix) {
        boolean typed = schema != null && schema.isObject();
        return new McpoModel(
                typed ? new PydanticTypes(schema).model(schema, suffix) : new PydanticModel(suffix, List.of()));
    }

    /**
     * What a model made of arguments.
     *
     * @param arguments what mcpo would send; empty where something is violated
     * @param violations with FastAPI's names of types as keywords, and names of a union's choices in their pointers
     */
    public record Taken(ObjectNode arguments, List<Violation> violations) {}

    /** {@return whether the tool has no parameters: mcpo then looks at no body at all} */
    public boolean takesNothing() {
        return model.fields().isEmpty();
    }

    /**
     * {@return what mcpo would make of arguments}
     *
     * @param arguments what was sent; not changed
     * @param tool name of the tool, for names of models
     */
    public Taken take(ObjectNode arguments, String tool) {
        PydanticRun run = new PydanticRun(tool);
        JsonNode taken = model.take(arguments, run);
        return taken instanceof ObjectNode object
                ? new Taken(object, List.of())
                : new Taken(Json.object(), List.copyOf(run.violations()));
    }

    /**
     * Takes a result as FastAPI does, whose other choice is to leave it as it is.
     *
     * @param value any value; not changed
     * @return what the model makes of it, or the value where it does not fit without conversions
     */
    public JsonNode answer(JsonNode value) {
        PydanticRun run = new PydanticRun("");
        JsonNode taken = value.isObject() && !takesNothing() ? model.take(value, run) : null;
        return taken == null || run.fit() == PydanticRun.Fit.LAX ? value : taken;
    }
}
