package io.mehari.catalog.mcpo;

import com.fasterxml.jackson.databind.JsonNode;

/** A type of Python as pydantic 2 takes values for it, without its strict mode. Immutable. */
interface PydanticType {
    /**
     * Takes a value.
     *
     * @param value what was sent
     * @param run where violations go, and how exactly the value fits
     * @return what pydantic makes of it; null if a violation was added
     */
    JsonNode take(JsonNode value, PydanticRun run);

    /**
     * How pydantic names it where a violation is of one choice of a union.
     *
     * @param tool name of the tool, with which names of models begin
     * @return such as {@code list[int]}
     */
    String label(String tool);
}
