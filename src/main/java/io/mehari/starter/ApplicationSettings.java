package io.mehari.starter;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.MutablePropertySources;
import org.springframework.core.env.PropertySource;
import org.springframework.core.env.StandardEnvironment;

/**
 * What the gateway is given of an application's settings: those under {@code mehari} and {@code camel.component}, and each other name that a route file asks for by <code>{{name}}</code>. Settings of Spring
 * Boot's own are the application's.
 */
final class ApplicationSettings {
    private static final List<String> GIVEN = List.of("mehari.", "camel.component.");
    private static final List<String> KEPT =
            List.of("mehari.", "camel.", "spring.", "server.", "management.", "logging.", "debug", "trace");

    /** What the gateway reads by itself, as every process does. */
    private static final List<String> OF_PROCESS = List.of(
            StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
            StandardEnvironment.SYSTEM_PROPERTIES_PROPERTY_SOURCE_NAME);

    private final ConfigurableEnvironment application;

    private ApplicationSettings(ConfigurableEnvironment application) {
        this.application = application;
    }

    /**
     * Those of an application.
     *
     * @param application asked for values when they are needed
     */
    static ApplicationSettings of(ConfigurableEnvironment application) {
        return new ApplicationSettings(application);
    }

    /**
     * Lets a gateway have them, in the order in which the application reads them: arguments before the process's, files after.
     *
     * @param sources of the gateway, with those of the process
     */
    void addTo(MutablePropertySources sources) {
        Map<String, Object> before = new LinkedHashMap<>();
        Map<String, Object> after = new LinkedHashMap<>();
        boolean process = false;
        for (PropertySource<?> source : application.getPropertySources()) {
            if (OF_PROCESS.contains(source.getName())) {
                process = true;
            } else if (source instanceof EnumerablePropertySource<?> names) {
                give(names, process ? after : before);
            }
        }
        sources.addFirst(new MapPropertySource("arguments of the application", before));
        sources.addLast(new MapPropertySource("settings of the application", after));
        sources.addLast(new Others(application));
    }

    private static void give(EnumerablePropertySource<?> source, Map<String, Object> given) {
        for (String name : source.getPropertyNames()) {
            if (GIVEN.stream().anyMatch(name.toLowerCase(Locale.ROOT)::startsWith)) {
                given.putIfAbsent(name, source.getProperty(name));
            }
        }
    }

    /** Asked for by name, and never listed. */
    private static final class Others extends PropertySource<ConfigurableEnvironment> {
        Others(ConfigurableEnvironment application) {
            super("other settings of the application", application);
        }

        @Override
        public Object getProperty(String name) {
            return KEPT.stream().anyMatch(name.toLowerCase(Locale.ROOT)::startsWith) ? null : source.getProperty(name);
        }
    }
}
