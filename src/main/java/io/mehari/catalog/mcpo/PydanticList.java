package io.mehari.catalog.mcpo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

/**
 * A list.
 *
 * @param item type of its items
 */
record PydanticList(PydanticType item) implements PydanticType {
    @Override
    public JsonNode take(JsonNode value, PydanticRun run) {
        if (!value.isArray()) {
            run.violated("list_type", "Input should be a valid list");
            return null;
        }
        int before = run.failures();
        ArrayNode list = JsonNodeFactory.instance.arrayNode(value.size());
        for (int i = 0; i < value.size(); i++) {
            int place = run.enter(i);
            JsonNode taken = item.take(value.get(i), run);
            run.leave(place);
            if (taken != null) {
                list.add(taken);
            }
        }
        return run.failures() == before ? list : null;
    }

    @Override
    public String label(String tool) {
        return "list[" + item.label(tool) + "]";
    }
}
