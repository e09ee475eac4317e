package io.mehari.component.aitool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.camel.CamelContext;
import org.apache.camel.TypeConversionException;
import org.apache.camel.TypeConverterExists;
import org.apache.camel.spi.TypeConverterRegistry;
import org.apache.camel.support.SimpleTypeConverter;

/**
 * A JSON tree as body converts to one line of JSON, as systems behind a tool expect it, and a tree that is a text to that
 * text: for {@code convertBodyTo} and whatever sends text or bytes. Stateless.
 */
final class JsonConverters {
    private JsonConverters() {}

    /**
     * Replaces the converters of a context, which write several lines.
     *
     * @param context a Camel context
     */
    static void replaceIn(CamelContext context) {
        TypeConverterRegistry registry = context.getTypeConverterRegistry();
        TypeConverterExists before = registry.getTypeConverterExists();
        registry.setTypeConverterExists(TypeConverterExists.Override);
        try {
            add(registry, String.class, JsonConverters::text);
            add(registry, byte[].class, JsonConverters::bytes);
            add(registry, InputStream.class, tree -> new ByteArrayInputStream(bytes(tree)));
        } finally {
            registry.setTypeConverterExists(before);
        }
    }

    /** Writes a tree in another form. */
    private interface Conversion {
        Object convert(JsonNode tree) throws JsonProcessingException;
    }

    private static void add(TypeConverterRegistry registry, Class<?> type, Conversion conversion) {
        registry.addTypeConverter(type, JsonNode.class, new SimpleTypeConverter(false, (target, exchange, value) -> {
            try {
                return conversion.convert((JsonNode) value);
            } catch (JsonProcessingException e) {
                throw new TypeConversionException(value, target, e);
            }
        }));
    }

    private static String text(JsonNode tree) {
        return tree.isTextual() ? tree.textValue() : Json.text(tree);
    }

    private static byte[] bytes(JsonNode tree) throws JsonProcessingException {
        return tree.isTextual()
                ? tree.textValue().getBytes(StandardCharsets.UTF_8)
                : Json.MAPPER.writeValueAsBytes(tree);
    }
}
