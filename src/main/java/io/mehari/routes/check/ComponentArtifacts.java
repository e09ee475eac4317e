package io.mehari.routes.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import org.apache.camel.CamelContext;

/** Which artifact of Apache Camel has which component, for all components of the version that the gateway has. */
public final class ComponentArtifacts {
    private static final String LIST = "camel-components.properties";

    private static Properties artifacts;

    private ComponentArtifacts() {}

    /**
     * The artifact that has a component.
     *
     * @param component such as {@code kafka}
     * @return such as {@code camel-kafka}; empty if Camel has no such component
     */
    public static Optional<String> of(String component) {
        return Optional.ofNullable(all().getProperty(component));
    }

    /** Names of all components. */
    public static Set<String> components() {
        return all().stringPropertyNames();
    }

    /**
     * Coordinates of an artifact, and the command that fetches it.
     *
     * @param artifact such as {@code camel-kafka}
     */
    public static String howToAdd(String artifact) {
        String version = CamelContext.class.getPackage().getImplementationVersion();
        return "org.apache.camel:" + artifact + (version == null ? "" : ":" + version) + ": `mehari add " + artifact
                + "`";
    }

    private static synchronized Properties all() {
        if (artifacts == null) {
            artifacts = new Properties();
            try (InputStream stream = ComponentArtifacts.class.getResourceAsStream(LIST)) {
                artifacts.load(stream);
            } catch (IOException e) {
                throw new UncheckedIOException(LIST + " cannot be read", e);
            }
        }
        return artifacts;
    }
}
