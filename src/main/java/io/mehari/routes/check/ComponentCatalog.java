package io.mehari.routes.check;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * The components on the class path and their options, from the descriptions that Camel's jars carry, and the artifacts of
 * those that are not there. The gateway's own are read from their classes. Not for use by several threads.
 */
final class ComponentCatalog {
    private static final String SERVICES = "META-INF/services/org/apache/camel/component";

    private final ClassLoader loader;
    private final Map<String, Optional<ComponentOptions>> byScheme = new HashMap<>();
    private Set<String> schemes;

    /**
     * The components that a class loader finds.
     *
     * @param loader the gateway's, or one below it
     */
    ComponentCatalog(ClassLoader loader) {
        this.loader = loader;
    }

    /** Names of all components that are there. */
    Set<String> schemes() {
        if (schemes == null) {
            schemes = new TreeSet<>();
            try {
                for (URL list : Collections.list(loader.getResources(SERVICES + ".properties"))) {
                    try (InputStream stream = list.openStream()) {
                        Properties names = new Properties();
                        names.load(stream);
                        schemes.addAll(List.of(
                                names.getProperty("components", "").trim().split("\\s+")));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("The list of components cannot be read", e);
            }
        }
        return schemes;
    }

    /** Artifact of Apache Camel that has a component. */
    Optional<String> artifactOf(String scheme) {
        return ComponentArtifacts.of(scheme);
    }

    /** Options of a component; empty if there is no such component. */
    Optional<ComponentOptions> find(String scheme) {
        return byScheme.computeIfAbsent(scheme, this::load);
    }

    private Optional<ComponentOptions> load(String scheme) {
        if (!scheme.matches("[A-Za-z][A-Za-z0-9+.-]*")) {
            return Optional.empty();
        }
        return properties(SERVICES + "/" + scheme)
                .map(service -> service.getProperty("class", "").trim())
                .map(type -> described(scheme, type));
    }

    private ComponentOptions described(String scheme, String type) {
        String folder =
                "META-INF/" + type.substring(0, type.lastIndexOf('.') + 1).replace('.', '/');
        try (InputStream stream = loader.getResourceAsStream(folder + scheme + ".json")) {
            return stream == null
                    ? OwnComponents.optionsOf(type, loader)
                    : parsed(Json.read(new String(stream.readAllBytes(), StandardCharsets.UTF_8)));
        } catch (IOException e) {
            return new ComponentOptions(Map.of(), true);
        }
    }

    private static ComponentOptions parsed(JsonNode description) {
        Map<String, ComponentOption> options = new LinkedHashMap<>();
        description.path("properties").properties().forEach(entry -> {
            JsonNode property = entry.getValue();
            List<String> values = new ArrayList<>();
            property.path("enum").forEach(value -> values.add(value.asText()));
            boolean multiple = property.path("multiValue").asBoolean() && property.has("prefix");
            String name = multiple ? property.path("prefix").asText() : entry.getKey();
            ComponentOption option = new ComponentOption(
                    name,
                    property.path("type").asText(),
                    "path".equals(property.path("kind").asText()),
                    property.path("required").asBoolean() && !property.has("defaultValue"),
                    property.path("secret").asBoolean(),
                    multiple,
                    values);
            options.put(name, option);
            if (property.has("optionalPrefix")) {
                options.put(property.path("optionalPrefix").asText() + name, option);
            }
        });
        return new ComponentOptions(
                options, description.path("component").path("lenientProperties").asBoolean());
    }

    private Optional<Properties> properties(String resource) {
        try (InputStream stream = loader.getResourceAsStream(resource)) {
            if (stream == null) {
                return Optional.empty();
            }
            Properties properties = new Properties();
            properties.load(stream);
            return Optional.of(properties);
        } catch (IOException e) {
            throw new UncheckedIOException(resource + " cannot be read", e);
        }
    }
}
