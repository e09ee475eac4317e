package io.mehari.routes;

import io.mehari.component.aitool.LineEnds;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Texts of endpoint parameters. Camel joins them to an address without encoding them, so that {@code +}, {@code %},
 * {@code &} and ends of lines are read as parts of the address, unless they stand in {@code RAW(...)}.
 */
final class RawText {
    private static final Pattern SPECIAL = Pattern.compile("[+%&\\r\\n]|\\{\\{(?!\\?)|^RAW[({]");
    private static final Pattern RAW_ALREADY = Pattern.compile("RAW(?:\\(.*\\)|\\{.*})", Pattern.DOTALL);

    /** Addresses whose components turn signs for ends of lines back. */
    private static final Pattern OFFERS = Pattern.compile("ai-(?:tool|resource|prompt)(?![A-Za-z0-9-])");

    /** Steps whose addresses are computed for each exchange. */
    private static final Set<String> COMPUTED = Set.of("toD", "wireTap");

    private static final Map<String, String> DESCRIPTIONS = new ConcurrentHashMap<>();

    private RawText() {}

    /**
     * Whether a parameter must be marked.
     *
     * @param step name of the step that has it
     * @param uri address or only the name of a component
     * @param name name of the parameter
     * @param text its text
     */
    static boolean isNeeded(String step, String uri, String name, String text) {
        return SPECIAL.matcher(text).find()
                && !RAW_ALREADY.matcher(text).matches()
                && !text.startsWith("#")
                && !text.contains("{{?")
                && !(COMPUTED.contains(step) && text.contains("${"))
                && !(uri.indexOf(':') < 0 && isPath(uri, name));
    }

    /**
     * The text as an address carries it. Camel takes ends of lines out of addresses: {@code ai-tool:}, {@code ai-resource:}
     * and {@code ai-prompt:} get signs in their place, every other component a space.
     *
     * @param uri address or only the name of a component
     * @param text of a parameter
     * @return null if no address can carry it
     */
    static String of(String uri, String text) {
        String line = OFFERS.matcher(uri).lookingAt()
                ? LineEnds.asSigns(text)
                : text.replace("\r\n", " ").replace('\n', ' ').replace('\r', ' ');
        if (!line.contains(")&")) {
            return "RAW(" + line + ")";
        }
        return line.contains("}&") || line.contains("{{") ? null : "RAW{" + line + "}";
    }

    /** The text as a YAML scalar in one line. */
    static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(character -> {
            switch (character) {
                case '"', '\\' -> quoted.append('\\').appendCodePoint(character);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default -> {
                    if (Character.isISOControl(character) || character == 0x2028 || character == 0x2029) {
                        quoted.append(String.format("\\u%04x", character));
                    } else {
                        quoted.appendCodePoint(character);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    /** Parts of the path stand before the question mark, where nothing can be marked. */
    private static boolean isPath(String component, String name) {
        String description = DESCRIPTIONS.computeIfAbsent(component, RawText::description);
        return description.isEmpty()
                || Pattern.compile("\"" + Pattern.quote(name) + "\":\\s*\\{[^}]*\"kind\":\\s*\"path\"")
                        .matcher(description)
                        .find();
    }

    private static String description(String component) {
        if (!component.matches("[a-z][a-z0-9-]*")) {
            return "";
        }
        String file = "META-INF/org/apache/camel/component/" + component + "/" + component + ".json";
        try (InputStream stream = RawText.class.getClassLoader().getResourceAsStream(file)) {
            return stream == null ? "" : new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
