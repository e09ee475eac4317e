package io.mehari.routes;

import java.util.function.Function;
import org.apache.camel.spi.PropertiesSource;

/** What {@code {{name}}} in route files stands for: the gateway's own settings. */
final class EnvironmentProperties implements PropertiesSource {
    private final Function<String, String> properties;

    EnvironmentProperties(Function<String, String> properties) {
        this.properties = properties;
    }

    @Override
    public String getName() {
        return "gateway";
    }

    @Override
    public String getProperty(String name) {
        return properties.apply(name);
    }
}
