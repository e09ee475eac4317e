package io.mehari.configuration.serversfile;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.mehari.text.Position;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Where each value of a JSON text stands, by its JSONPath: a key's place, or that of an item in an array. A tree of
 * Jackson's does not know this, so the text is read a second time.
 */
final class JsonPositions {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z_$][A-Za-z0-9_-]*");

    /** What is said of a key that stands twice in one object. */
    static final String TWICE = "is there twice: keep one of them";

    private final Map<String, Position> positions = new HashMap<>();
    private final Set<String> twice = new LinkedHashSet<>();

    /** Reads a text to its end; the parser bounds its size and depth. */
    static JsonPositions read(JsonParser parser) throws IOException {
        JsonPositions read = new JsonPositions();
        parser.nextToken();
        read.value(parser, "$");
        return read;
    }

    /** The path of a key of the object at this path. */
    static String child(String path, String key) {
        return PLAIN.matcher(key).matches() ? path + "." + key : path + "['" + key.replace("'", "\\'") + "']";
    }

    /** The path of an item of the array at this path. */
    static String item(String path, int index) {
        return path + "[" + index + "]";
    }

    /** Paths of keys that stand more than once in their object; a list of its own. */
    List<String> twice() {
        return new ArrayList<>(twice);
    }

    /** Where this is, or would be: for what is missing, the place of the nearest thing around it. */
    Position of(String path) {
        String known = path;
        while (!known.isEmpty() && !positions.containsKey(known)) {
            known = known.substring(0, Math.max(0, Math.max(known.lastIndexOf('.'), known.lastIndexOf('['))));
        }
        return positions.getOrDefault(known, Position.START);
    }

    private void value(JsonParser parser, String path) throws IOException {
        JsonToken token = parser.currentToken();
        if (token == JsonToken.START_OBJECT) {
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String key = child(path, parser.currentName());
                boolean again = note(parser, key);
                parser.nextToken();
                if (again) {
                    parser.skipChildren();
                } else {
                    value(parser, key);
                }
            }
        } else if (token == JsonToken.START_ARRAY) {
            for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                note(parser, item(path, index));
                value(parser, item(path, index));
            }
        }
    }

    /** Whether there was one of this path before; the place is that of the last. */
    private boolean note(JsonParser parser, String path) {
        JsonLocation location = parser.currentTokenLocation();
        boolean again = positions.put(path, new Position(location.getLineNr(), location.getColumnNr())) != null;
        if (again) {
            twice.add(path);
        }
        return again;
    }
}
