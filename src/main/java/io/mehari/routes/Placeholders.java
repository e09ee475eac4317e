package io.mehari.routes;

import io.mehari.library.FilePlaceholder;
import io.mehari.redaction.ResolvedSecrets;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.spi.PropertiesFunction;
import org.apache.camel.spi.PropertiesSource;

/**
 * What {@code {{name}}} in route files stands for: the gateway's own settings and variables of the environment. Any of
 * them may be a secret, so each value that a set of route files has asked for is replaced by its name again in whatever
 * is said about the set. Safe for concurrent use.
 */
final class Placeholders implements PropertiesSource {
    /** Shorter values stand in many words; those with the name of a secret are replaced where they stand alone. */
    private static final int SHORTEST = 4;

    /** Names that stand for another value each time. */
    private static final String RANDOM = "random.";

    /** Values that are remembered; those of real sets are some dozens. */
    private static final int MOST = 10_000;

    private static final Pattern SEPARATORS = Pattern.compile("[&?=;\\s]");

    /** Camel's own functions that read what is not in the route file. */
    private static final List<String> FUNCTIONS = List.of("env", "sys", "service", "service.host", "service.port");

    private final Function<String, String> properties;
    private final Map<String, String> nameByValue = new ConcurrentHashMap<>();
    private final Map<String, Optional<String>> asked = new ConcurrentHashMap<>();

    /**
     * Placeholders of one set of route files.
     *
     * @param properties the gateway's settings; null for not set
     */
    Placeholders(Function<String, String> properties) {
        this.properties = properties;
    }

    /** Those of a context. */
    static Placeholders of(CamelContext context) {
        return context.getCamelContextExtension().getContextPlugin(Placeholders.class);
    }

    /** Lets a context ask here. */
    void installIn(CamelContext context) {
        PropertiesComponent component = (PropertiesComponent) context.getPropertiesComponent();
        component.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER); // asked below,
        component.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER); // in the gateway's order
        component.addPropertiesSource(this);
        component.addPropertiesFunction(new Remembering(new FilePlaceholder()));
        for (String name : FUNCTIONS) {
            PropertiesFunction function = component.getPropertiesFunction(name);
            if (function != null) {
                component.addPropertiesFunction(new Remembering(function));
            }
        }
        context.getCamelContextExtension().addContextPlugin(Placeholders.class, this);
    }

    @Override
    public String getName() {
        return "gateway";
    }

    /**
     * What a setting says that decides how the set is built. Nothing that texts about the set show.
     *
     * @param name of the setting
     * @return null if it is not set
     */
    String decisive(String name) {
        String value = properties.apply(name);
        if (asked.size() < MOST && !name.startsWith(RANDOM)) {
            asked.putIfAbsent(name, Optional.ofNullable(value));
        }
        return value;
    }

    @Override
    public String getProperty(String name) {
        String value = decisive(name);
        remember(name, value);
        if (value != null && value.contains("}}") && !value.contains("{{")) {
            throw new IllegalArgumentException(
                    "The value of " + name + " has }} in it, where a placeholder would end: give it another way");
        }
        return value;
    }

    /** Whether something that was asked for has another value now. */
    boolean isStale() {
        return asked.entrySet().stream()
                .anyMatch(each -> !each.getValue().equals(Optional.ofNullable(properties.apply(each.getKey()))));
    }

    /**
     * A text about the set without the values of its placeholders.
     *
     * @param text may quote routes as Camel has them, with values filled in
     * @return each value, also as a part of an address, replaced by its placeholder
     */
    String hide(String text) {
        String hidden = text;
        List<String> longestFirst = new ArrayList<>(nameByValue.keySet());
        longestFirst.sort(Comparator.comparingInt(String::length).reversed());
        for (String value : longestFirst) {
            String name = Matcher.quoteReplacement("{{" + nameByValue.get(value) + "}}");
            hidden = anyForm(value).matcher(hidden).replaceAll(name);
        }
        return ResolvedSecrets.hide(hidden);
    }

    /** A value as it is, or with characters written as addresses have them. */
    private static Pattern anyForm(String value) {
        StringBuilder pattern = new StringBuilder();
        value.codePoints().forEach(character -> {
            String one = Character.toString(character);
            if (Character.isLetterOrDigit(character) && character < 128) {
                pattern.append(one);
                return;
            }
            pattern.append("(?:").append(Pattern.quote(one)).append("|(?i:");
            for (byte octet : one.getBytes(StandardCharsets.UTF_8)) {
                pattern.append(String.format("%%(?:25)?%02x", octet & 0xff));
            }
            pattern.append(character == ' ' || character == '+' ? ")|[+ ])" : "))");
        });
        return Pattern.compile(pattern.toString());
    }

    /** Components take a value apart at these, so each part may stand in a text by itself. */
    private void remember(String name, String value) {
        if (value == null || nameByValue.size() > MOST) {
            return;
        }
        put(name, value);
        put(name, value.strip());
        for (String part : SEPARATORS.split(value)) {
            put(name, part);
        }
    }

    private void put(String name, String value) {
        ResolvedSecrets.remember(name, value);
        if (value.length() >= SHORTEST) {
            nameByValue.putIfAbsent(value, name);
        }
    }

    /** A function whose results are remembered. */
    private final class Remembering implements PropertiesFunction {
        private final PropertiesFunction function;

        private Remembering(PropertiesFunction function) {
            this.function = function;
        }

        @Override
        public String getName() {
            return function.getName();
        }

        @Override
        public String apply(String argument) {
            String value = function.apply(argument);
            String name = argument.contains(":") ? argument.substring(0, argument.indexOf(':')) : argument;
            if (value != null && !argument.endsWith(":" + value)) {
                remember(function.getName() + ":" + name, value);
            }
            return value;
        }

        @Override
        public boolean lookupFirst(String argument) {
            return function.lookupFirst(argument);
        }

        @Override
        public boolean optional(String argument) {
            return function.optional(argument);
        }
    }
}
