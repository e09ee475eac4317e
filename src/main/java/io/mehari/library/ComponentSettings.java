package io.mehari.library;

import io.mehari.redaction.ResolvedSecrets;
import io.mehari.text.NearestNames;
import java.lang.reflect.Method;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.Component;
import org.apache.camel.PropertyBindingException;
import org.apache.camel.support.LifecycleStrategySupport;
import org.apache.camel.support.PropertyBindingSupport;
import org.apache.camel.util.StringHelper;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * The settings {@code camel.component.NAME.OPTION}, for the components that route files use. An option is set when the
 * component is made. Immutable.
 */
public final class ComponentSettings {
    /** No settings. */
    public static final ComponentSettings NONE = new ComponentSettings(Map.of());

    private static final String PREFIX = "camel.component.";
    private static final String SERVICES = "META-INF/services/org/apache/camel/component/";

    /** What Spring Boot's starters of components ask for by themselves. */
    private static final List<String> OF_STARTERS = List.of("enabled", "customizer");

    private final Map<String, Map<String, String>> byComponent;

    private ComponentSettings(Map<String, Map<String, String>> byComponent) {
        this.byComponent = byComponent;
    }

    /**
     * Reads the settings.
     *
     * @param environment of the gateway
     */
    public static ComponentSettings of(Environment environment) {
        Map<String, Map<String, String>> all = new TreeMap<>();
        Binder.get(environment)
                .bind("camel.component", Bindable.mapOf(String.class, Object.class))
                .orElse(Map.of())
                .forEach((name, options) -> {
                    if (options instanceof Map<?, ?> map) {
                        flatten("", map, all.computeIfAbsent(name, key -> new TreeMap<>()));
                    }
                });
        all.forEach((name, options) ->
                options.forEach((key, value) -> ResolvedSecrets.remember(PREFIX + name + "." + key, value)));
        return new ComponentSettings(all);
    }

    private static void flatten(String prefix, Map<?, ?> options, Map<String, String> flat) {
        options.forEach((key, value) -> {
            String name = StringHelper.dashToCamelCase(String.valueOf(key));
            if (prefix.isEmpty() && OF_STARTERS.contains(name)) {
                return;
            }
            if (value instanceof Map<?, ?> nested) {
                flatten(prefix + name + ".", nested, flat);
            } else if (value instanceof Collection<?> several) {
                flat.put(prefix + name, several.stream().map(String::valueOf).collect(Collectors.joining(",")));
            } else {
                flat.put(prefix + name, String.valueOf(value));
            }
        });
    }

    /**
     * Lets each component of a context have its settings. A component without an option that is set, or that does not take
     * its value, cannot be made: {@link InvalidLibraryException}.
     *
     * @param context has made no component
     */
    public void installIn(CamelContext context) {
        if (!byComponent.isEmpty()) {
            context.addLifecycleStrategy(new LifecycleStrategySupport() {
                @Override
                public void onComponentAdd(String name, Component component) {
                    byComponent
                            .getOrDefault(name, Map.of())
                            .forEach((key, value) -> set(context, name, component, key, value));
                }
            });
        }
    }

    /** A sentence for each name that no component has. */
    public List<String> unknown(CamelContext context) {
        return byComponent.keySet().stream()
                .filter(name -> context.hasComponent(name) == null
                        && context.getClassResolver().loadResourceAsURL(SERVICES + name) == null)
                .map(name -> PREFIX + name + ": there is no component " + name + ", so this setting has no effect")
                .toList();
    }

    private static void set(CamelContext context, String name, Component component, String key, String value) {
        try {
            new PropertyBindingSupport.Builder()
                    .withCamelContext(context)
                    .withTarget(component)
                    .withConfigurer(component.getComponentPropertyConfigurer())
                    .withIgnoreCase(true)
                    .withMandatory(true)
                    .withProperty(key, value)
                    .bind();
        } catch (PropertyBindingException | IllegalArgumentException e) {
            // The value may be a secret, and stands in the message of the cause.
            throw new InvalidLibraryException(
                    PREFIX + name + "." + key + ": the component " + name
                            + " has no such option, or it does not take this value" + suggestion(component, key),
                    null);
        }
    }

    private static String suggestion(Component component, String key) {
        List<String> options = Stream.of(component.getClass().getMethods())
                .map(Method::getName)
                .filter(method -> method.startsWith("set") && method.length() > 3)
                .map(method -> Character.toLowerCase(method.charAt(3)) + method.substring(4))
                .distinct()
                .toList();
        List<String> nearest = NearestNames.of(key, options);
        return nearest.isEmpty() || nearest.contains(key) ? "" : ". Did you mean " + String.join(" or ", nearest) + "?";
    }
}
