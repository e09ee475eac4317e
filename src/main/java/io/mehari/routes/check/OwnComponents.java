package io.mehari.routes.check;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;

/** Options of a component that carries no description, from the annotations of its endpoint. */
final class OwnComponents {
    private OwnComponents() {}

    /**
     * Reads the class {@code FooEndpoint} beside {@code FooComponent}.
     *
     * @return without options, and lenient, where there is none
     */
    static ComponentOptions optionsOf(String component, ClassLoader loader) {
        Map<String, ComponentOption> options = new LinkedHashMap<>();
        try {
            Class<?> type = Class.forName(component.replaceAll("Component$", "Endpoint"), false, loader);
            for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
                for (Field field : each.getDeclaredFields()) {
                    add(field, options);
                }
            }
        } catch (ClassNotFoundException | LinkageError e) {
            return new ComponentOptions(Map.of(), true);
        }
        return new ComponentOptions(options, options.isEmpty());
    }

    private static void add(Field field, Map<String, ComponentOption> options) {
        UriParam param = field.getAnnotation(UriParam.class);
        UriPath path = field.getAnnotation(UriPath.class);
        if (param == null && path == null) {
            return;
        }
        boolean multiple = param != null && !param.prefix().isEmpty();
        String name = multiple ? param.prefix() : field.getName();
        Metadata metadata = field.getAnnotation(Metadata.class);
        boolean required = path != null && metadata != null && metadata.required();
        options.put(
                name,
                new ComponentOption(
                        name, typeOf(field), path != null, required, false, multiple, valuesOf(field.getType())));
    }

    private static String typeOf(Field field) {
        Class<?> type = field.getType();
        if (type.isEnum()) {
            return "enum";
        }
        if (type == boolean.class || type == Boolean.class) {
            return "boolean";
        }
        return type == java.time.Duration.class ? "duration" : "string";
    }

    private static List<String> valuesOf(Class<?> type) {
        return type.isEnum()
                ? Arrays.stream(type.getEnumConstants()).map(Object::toString).toList()
                : List.of();
    }
}
