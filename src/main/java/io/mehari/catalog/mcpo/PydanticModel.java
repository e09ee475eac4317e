package io.mehari.catalog.mcpo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.catalog.mcpo.PydanticRun.Fit;
import java.util.List;

/**
 * A model: the fields it knows are taken, all others are dropped, and so are fields whose value is null in the end.
 *
 * @param name without the tool's
 * @param fields in the order of the schema
 */
record PydanticModel(String name, List<Field> fields) implements PydanticType {
    /**
     * One field.
     *
     * @param name of the property
     * @param type of its values
     * @param required whether it must be there
     * @param otherwise what is taken where it is not there; null for nothing
     */
    record Field(String name, PydanticType type, boolean required, JsonNode otherwise) {}

    @Override
    public JsonNode take(JsonNode value, PydanticRun run) {
        if (!value.isObject()) {
            run.violated(
                    "model_attributes_type", "Input should be a valid dictionary or object to extract fields from");
            return null;
        }
        run.fits(Fit.STRICT);
        run.set((int) fields.stream().filter(field -> value.has(field.name())).count());
        int before = run.failures();
        ObjectNode taken = JsonNodeFactory.instance.objectNode();
        for (Field field : fields) {
            int place = run.enter(field.name());
            JsonNode member = member(field, value.get(field.name()), run);
            run.leave(place);
            if (member != null && (!member.isNull() || member == PythonValues.NOT_FINITE)) {
                taken.set(field.name(), member);
            }
        }
        return run.failures() == before ? taken : null;
    }

    private static JsonNode member(Field field, JsonNode sent, PydanticRun run) {
        if (sent != null) {
            return field.type().take(sent, run);
        }
        if (field.required()) {
            run.violated("missing", "Field required");
        }
        return field.otherwise();
    }

    @Override
    public String label(String tool) {
        return tool + name;
    }
}
