package io.mehari.configuration;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Files of lines {@code NAME=value}, as editors' {@code envFile} and mcpo's {@code --env-path} have them: empty lines
 * and comments ({@code #}) are left out, {@code export} may stand before a name, and a value may be quoted.
 */
public final class VariablesFile {
    private static final Pattern LINE = Pattern.compile("(?:export\\s+)?([A-Za-z_][A-Za-z0-9_.-]*)\\s*=\\s*(.*)");

    private VariablesFile() {}

    /**
     * Reads the variables in their order; of two with one name the last holds.
     *
     * @throws IOException saying what is wrong with the file (64 KB at most) and in which line, never what is in it
     */
    public static Map<String, String> read(Path file) throws IOException {
        Map<String, String> variables = new LinkedHashMap<>();
        int number = 0;
        for (String line : SecretFile.read(file).lines().map(String::strip).toList()) {
            number++;
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher matcher = LINE.matcher(line);
            if (!matcher.matches()) {
                throw new IOException(file + ", line " + number + ": expected NAME=value");
            }
            variables.put(matcher.group(1), value(matcher.group(2)));
        }
        return variables;
    }

    private static String value(String text) {
        for (String quote : new String[] {"\"", "'"}) {
            int end = text.indexOf(quote, 1);
            if (text.startsWith(quote) && end > 0) {
                String inside = text.substring(1, end);
                return quote.equals("\"") ? inside.replace("\\n", "\n") : inside;
            }
        }
        int comment = text.indexOf(" #");
        return (comment < 0 ? text : text.substring(0, comment)).strip();
    }
}
