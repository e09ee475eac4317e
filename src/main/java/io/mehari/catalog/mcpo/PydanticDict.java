package io.mehari.catalog.mcpo;

import com.fasterxml.jackson.databind.JsonNode;

/** An object of which nothing is known: mcpo makes it of every object without properties. */
record PydanticDict() implements PydanticType {
    @Override
    public JsonNode take(JsonNode value, PydanticRun run) {
        if (!value.isObject()) {
            run.violated("dict_type", "Input should be a valid dictionary");
            return null;
        }
        return PythonValues.of(value);
    }

    @Override
    public String label(String tool) {
        return "dict[str,any]";
    }
}
