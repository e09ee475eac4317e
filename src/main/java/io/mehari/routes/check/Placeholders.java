package io.mehari.routes.check;

import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Fills in what {@code {{name}}} stands for. What has no value stays as it is. */
final class Placeholders {
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\??)([^{}:]+)(:[^{}]*)?}}");
    private static final Set<String> FUNCTIONS = Set.of(
            "sys", "service", "service.host", "service.port", "bean", "aws", "gcp", "azure", "hashicorp", "file");

    private final Function<String, String> settings;

    Placeholders(Function<String, String> settings) {
        this.settings = settings;
    }

    String filledIn(String text) {
        if (!text.contains("{{")) {
            return text;
        }
        Matcher placeholder = PLACEHOLDER.matcher(text);
        return placeholder.replaceAll(found -> {
            String value = valueOf(found.group(2), found.group(3));
            return Matcher.quoteReplacement(value == null ? found.group() : value);
        });
    }

    /** Names in a text that must have a value and have none. */
    Set<String> missingIn(String text) {
        Set<String> missing = new TreeSet<>();
        Matcher placeholder = PLACEHOLDER.matcher(text);
        while (placeholder.find()) {
            String name = placeholder.group(2);
            boolean function = FUNCTIONS.contains(name);
            if (placeholder.group(1).isEmpty() && !function && valueOf(name, placeholder.group(3)) == null) {
                missing.add(name.equals("env") ? "env" + placeholder.group(3) : name);
            }
        }
        return missing;
    }

    private String valueOf(String name, String rest) {
        if (name.equals("env") && rest != null) {
            String variable = rest.substring(1);
            int colon = variable.indexOf(':');
            String value = settings.apply(colon < 0 ? variable : variable.substring(0, colon));
            return value != null || colon < 0 ? value : variable.substring(colon + 1);
        }
        if (FUNCTIONS.contains(name)) {
            return null;
        }
        String value = settings.apply(name);
        return value != null || rest == null ? value : rest.substring(1);
    }
}
