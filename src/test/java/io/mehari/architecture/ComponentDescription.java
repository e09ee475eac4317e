package io.mehari.architecture;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.protocol.Json;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;

/** A component of the gateway as Camel's catalogue describes components, from the annotations of its endpoint. */
final class ComponentDescription {
    private final Class<?> component;
    private final Class<?> endpoint;
    private final UriEndpoint address;

    ComponentDescription(Class<?> component) {
        this.component = component;
        try {
            this.endpoint = Class.forName(component.getName().replaceAll("Component$", "Endpoint"));
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(component + " has no endpoint of its name", e);
        }
        this.address = endpoint.getAnnotation(UriEndpoint.class);
    }

    ObjectNode json() {
        ObjectNode root = Json.object();
        root.putObject("component")
                .put("kind", "component")
                .put("name", address.scheme())
                .put("title", address.title())
                .put("description", endpoint.getAnnotation(Metadata.class).description())
                .put("deprecated", false)
                .put("firstVersion", address.firstVersion())
                .put(
                        "label",
                        Arrays.stream(address.category())
                                .map(category -> category.name().toLowerCase(Locale.ROOT))
                                .collect(Collectors.joining(",")))
                .put("javaType", component.getName())
                .put("supportLevel", "Stable")
                .put("groupId", "io.mehari")
                .put("artifactId", "mehari")
                .put("scheme", address.scheme())
                .put("syntax", address.syntax())
                .put("async", address.producerOnly())
                .put("api", false)
                .put("consumerOnly", address.consumerOnly())
                .put("producerOnly", address.producerOnly())
                .put("lenientProperties", false)
                .put("remote", false);
        root.putObject("componentProperties");
        ObjectNode properties = root.putObject("properties");
        int index = 0;
        for (Map.Entry<String, Field> option : options().entrySet()) {
            properties.set(option.getValue().getName(), describe(option.getValue(), index++));
        }
        return root;
    }

    /** Rows for people: name and what it is, what an address needs first. */
    List<List<String>> rows() {
        return json().path("properties").properties().stream()
                .map(option -> List.of(
                        "`" + address.scheme() + "` `" + nameOf(option.getKey(), option.getValue()) + "`",
                        option.getValue().path("type").asText()
                                + (option.getValue().path("required").asBoolean() ? ", required" : ""),
                        option.getValue().path("description").asText().replace("|", "\\|")))
                .toList();
    }

    private static String nameOf(String field, JsonNode option) {
        return option.has("prefix") ? option.path("prefix").asText() + "NAME" : field;
    }

    /** By name, those of the path first. */
    private Map<String, Field> options() {
        Map<String, Field> options = new TreeMap<>();
        for (Class<?> each = endpoint; each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                UriParam param = field.getAnnotation(UriParam.class);
                if (field.isAnnotationPresent(UriPath.class)) {
                    options.put("0" + address.syntax().indexOf(field.getName()), field);
                } else if (param != null && concerns(param)) {
                    options.put("1" + field.getName(), field);
                }
            }
        }
        return options;
    }

    /** Camel's own options of a start are none of an address that can only be sent to, and the other way round. */
    private boolean concerns(UriParam param) {
        return !(address.consumerOnly() && param.label().startsWith("producer"))
                && !(address.producerOnly() && param.label().startsWith("consumer"));
    }

    private ObjectNode describe(Field field, int index) {
        UriParam param = field.getAnnotation(UriParam.class);
        Metadata metadata = field.getAnnotation(Metadata.class);
        String label = param == null ? "" : param.label();
        String side = address.consumerOnly() ? "consumer" : "producer";
        ObjectNode option = Json.object()
                .put("index", index)
                .put("kind", param == null ? "path" : "parameter")
                .put("displayName", words(field.getName()))
                .put("group", label.contains("advanced") ? "advanced" : side)
                .put("label", label.isEmpty() ? side : label)
                .put("required", metadata != null && metadata.required())
                .put("type", typeOf(field.getType()))
                .put("javaType", field.getType().getName());
        if (field.getType().isEnum()) {
            Arrays.stream(field.getType().getEnumConstants())
                    .forEach(value -> option.withArray("enum").add(value.toString()));
        }
        if (param != null && !param.prefix().isEmpty()) {
            option.put("multiValue", true).put("prefix", param.prefix());
        }
        option.put("deprecated", false).put("autowired", false).put("secret", param != null && param.secret());
        if (param != null && !param.defaultValue().isEmpty()) {
            option.put("defaultValue", param.defaultValue());
        }
        return option.put("description", describedBy(field, param, metadata));
    }

    private static String describedBy(Field field, UriParam param, Metadata metadata) {
        String description = param == null ? field.getAnnotation(UriPath.class).description() : param.description();
        return description.isEmpty() && metadata != null ? metadata.description() : description;
    }

    private static String typeOf(Class<?> type) {
        if (type.isEnum()) {
            return "enum";
        }
        return switch (type.getSimpleName()) {
            case "String" -> "string";
            case "boolean", "Boolean" -> "boolean";
            case "int", "Integer", "long", "Long" -> "integer";
            case "Duration" -> "duration";
            default -> "object";
        };
    }

    private static String words(String name) {
        String spaced = name.replaceAll("([a-z])([A-Z])", "$1 $2");
        return spaced.substring(0, 1).toUpperCase(Locale.ROOT) + spaced.substring(1);
    }
}
