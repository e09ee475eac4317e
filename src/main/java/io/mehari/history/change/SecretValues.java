package io.mehari.history.change;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import io.mehari.protocol.Json;
import io.mehari.redaction.Redaction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Hides secrets in what is shown of files: what looks like one anywhere, and in lists of servers every value of {@code env}
 * and {@code headers} that is no placeholder. Safe for concurrent use.
 */
final class SecretValues {
    private static final Set<String> HOLDERS = Set.of("env", "headers");
    private static final Pattern PLACEHOLDER = Pattern.compile("[^$]{0,20}\\$\\{[^}]*}.*", Pattern.DOTALL);
    private static final Redaction REDACTION = new Redaction(List.of());
    private static final ObjectReader READER =
            Json.MAPPER.reader().with(JsonReadFeature.ALLOW_JAVA_COMMENTS).with(JsonReadFeature.ALLOW_TRAILING_COMMA);

    private SecretValues() {}

    /**
     * The text of a file without secrets.
     *
     * @param name of the file
     * @param content its bytes
     */
    static String hide(String name, byte[] content) {
        String text = new String(content, StandardCharsets.UTF_8);
        if (name.endsWith(".json")) {
            for (String value : valuesIn(text)) {
                String written = Json.text(Json.MAPPER.valueToTree(value));
                if (!text.contains(written)) {
                    return Redaction.REDACTED; // written with escapes: where it stands is not known
                }
                text = text.replace(written, "\"" + Redaction.REDACTED + "\"");
            }
        }
        return REDACTION.text(text);
    }

    /** A sentence without secrets. */
    static String hide(String sentence) {
        return REDACTION.text(sentence);
    }

    private static Set<String> valuesIn(String text) {
        Set<String> values = new TreeSet<>();
        try {
            collect(Json.read(READER, text), false, values);
        } catch (IOException e) {
            return values; // not JSON: its secrets are known by their looks only
        }
        return values;
    }

    private static void collect(JsonNode node, boolean secret, Set<String> values) {
        if (secret && node.isTextual() && !PLACEHOLDER.matcher(node.asText()).matches()) {
            values.add(node.asText());
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> member : node.properties()) {
                collect(member.getValue(), secret || HOLDERS.contains(member.getKey()), values);
            }
        } else if (node.isArray()) {
            node.forEach(item -> collect(item, secret, values));
        }
    }
}
