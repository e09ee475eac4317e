package io.mehari.endpoint.openapi;

import java.util.HashMap;
import java.util.Map;

/**
 * Names that FastAPI and Pydantic make of names of tools, which clients of mcpo know tools by. Unique in one document. For one
 * thread.
 */
final class OperationNames {
    private final Map<String, Integer> taken = new HashMap<>();

    /**
     * The same name, or one with a number behind it if it is taken: {@code _2} for the second.
     *
     * @param name the name wanted
     * @return a name that this object has not given before
     */
    String unique(String name) {
        int number = taken.merge(name, 1, Integer::sum);
        if (number == 1) {
            return name;
        }
        return unique(name + "_" + number);
    }

    /**
     * FastAPI's operation id of a tool.
     *
     * @param path the tool's path, without the slash before it
     * @return {@code tool_}, the path with an underscore for each character that is no letter or digit, {@code _post}
     */
    static String operationId(String path) {
        StringBuilder id = new StringBuilder("tool_");
        path.codePoints().forEach(c -> id.appendCodePoint(isWord(c) ? c : '_'));
        return id.append("_post").toString();
    }

    private static boolean isWord(int c) {
        int type = Character.getType(c);
        return c == '_'
                || Character.isLetterOrDigit(c)
                || type == Character.LETTER_NUMBER
                || type == Character.OTHER_NUMBER;
    }

    /**
     * What Python's {@code str.title()} makes of a name whose underscores are spaces.
     *
     * @param name any text
     * @return with a capital at the begin of each run of letters
     */
    static String title(String name) {
        StringBuilder title = new StringBuilder(name.length());
        boolean inside = false;
        for (int c : name.replace('_', ' ').codePoints().toArray()) {
            title.appendCodePoint(inside ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inside = Character.isUpperCase(c) || Character.isLowerCase(c) || Character.isTitleCase(c);
        }
        return title.toString();
    }
}
