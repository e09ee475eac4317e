package io.mehari.learning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.mehari.protocol.Json;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Sums of tools as a value in Redis: a JSON array with an array for each tool. What is not one is not taken for one. Stateless. */
final class SharedSumsText {
    private static final int PARTS = 8;
    private static final int LONGEST_NAME = 255;

    private SharedSumsText() {}

    static String of(Map<ToolName, ToolSums> tools) {
        return Json.text(array(tools));
    }

    static ArrayNode array(Map<ToolName, ToolSums> tools) {
        ArrayNode all = Json.MAPPER.createArrayNode();
        tools.forEach((name, sums) -> all.addArray()
                .add(name.server())
                .add(name.tool())
                .add(sums.calls())
                .add(sums.successes())
                .add(sums.micros())
                .add(sums.cost())
                .add(sums.quality())
                .add(sums.lastCall().toEpochMilli()));
        return all;
    }

    /** Empty if any part of it is not as {@link #of} writes it: sums that are right in part are wrong. */
    static Optional<Map<ToolName, ToolSums>> read(String text) {
        try {
            return read(Json.read(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    static Optional<Map<ToolName, ToolSums>> read(JsonNode all) {
        if (!all.isArray()) {
            return Optional.empty();
        }
        Map<ToolName, ToolSums> tools = new HashMap<>();
        for (JsonNode one : all) {
            if (!isTool(one)) {
                return Optional.empty();
            }
            tools.put(new ToolName(one.get(0).textValue(), one.get(1).textValue()), sums(one));
        }
        return Optional.of(tools);
    }

    private static boolean isTool(JsonNode one) {
        boolean whole = one.isArray() && one.size() == PARTS && isName(one.get(0)) && isName(one.get(1));
        for (int i = 2; whole && i < PARTS; i++) {
            JsonNode number = one.get(i);
            boolean fraction = i == 5 || i == 6; // cost and quality
            whole = number.isNumber()
                    && (fraction || number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0);
        }
        return whole && one.get(3).longValue() <= one.get(2).longValue();
    }

    static boolean isName(JsonNode name) {
        return name.isTextual() && name.textValue().length() <= LONGEST_NAME;
    }

    private static ToolSums sums(JsonNode one) {
        return new ToolSums(
                one.get(2).longValue(),
                one.get(3).longValue(),
                one.get(4).longValue(),
                one.get(5).doubleValue(),
                one.get(6).doubleValue(),
                Instant.ofEpochMilli(one.get(7).longValue()));
    }
}
