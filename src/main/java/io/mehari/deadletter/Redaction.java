package io.mehari.deadletter;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Replaces secrets by {@value #REDACTED} before anything is stored or logged. A secret is known by its name (a JSON
 * member or {@code name=value} in a text called password, token, api_key and the like), or by its shape (bearer
 * tokens, JSON web tokens, private keys, keys of known makers, passwords in URLs).
 *
 * <p>Immutable and safe for concurrent use. Every pattern of its own takes time in proportion to the text.
 */
public final class Redaction {
    /** What stands where a secret was. */
    public static final String REDACTED = "[redacted]";

    /** Longest JSON text {@link #json} gives, in characters, but for the markers of what was cut. */
    public static final int MAX_JSON = 64 * 1024;

    /** Names of secrets that are always known, found anywhere in a name. */
    private static final List<String> NAMES = List.of(
            "passw(?:or)?d",
            "passphrase",
            "pwd",
            "secret",
            "token",
            "api[-_ ]?key",
            "access[-_ ]?key",
            "authorization",
            "credential",
            "private[-_ ]?key",
            "cookie",
            "session");

    private static final String VALUE = "(?:(?:bearer|basic|digest|token)\\s{1,5}+)?+"
            + "(?:\\\\?+\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?+|'[^']*+'?+|[^\\s,;&\"'})\\]]++)";

    private static final List<Shape> SHAPES = List.of(
            new Shape(
                    "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----(?:[^-]|-(?!----END))*+(?:-----END [A-Z ]{0,40}KEY-----)?+"),
            new Shape("((?:authorization|cookie)[\"']?\\s{0,5}:\\s{0,5}[\"']?)[^\\r\\n\"']++", "$1"),
            new Shape("\\b(bearer\\s{1,5})[A-Za-z0-9._~+/=-]{8,}+", "$1"),
            new Shape("\\beyJ[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+){0,4}+"),
            new Shape("\\b(?:sk|pk|rk)-[A-Za-z0-9_-]{8,}+"),
            new Shape("\\b(?:gh[pousr]_|github_pat_|glpat-|xox[abeprs]-|AKIA|AIza)[A-Za-z0-9_-]{12,}+"),
            new Shape("(://[^\\s/:@]{0,100}:)[^\\s/@]{1,200}(?=@)", "$1"));

    private final Pattern secretName;
    private final List<Shape> shapes;

    /**
     * A redaction that knows more names of secrets than the usual ones.
     *
     * @param names regular expressions, found anywhere in a name, upper and lower case alike
     */
    public Redaction(List<Pattern> names) {
        String anyName = Stream.concat(NAMES.stream(), names.stream().map(Pattern::pattern))
                .map(name -> "(?:" + name + ")")
                .collect(Collectors.joining("|"));
        this.secretName = Pattern.compile(anyName, Pattern.CASE_INSENSITIVE);
        Shape assignment = new Shape(
                "(?<assigned>(?:" + anyName + ")[\\w.-]{0,40}[\"'\\\\]{0,3}\\s{0,5}(?:=|:(?!//))\\s{0,5})(?!\\Q"
                        + REDACTED + "\\E)" + VALUE,
                "${assigned}");
        this.shapes = Stream.concat(SHAPES.stream(), Stream.of(assignment)).toList();
    }

    /** The text without secrets. */
    public String text(String text) {
        String clean = text;
        for (Shape shape : shapes) {
            clean = shape.replaceIn(clean);
        }
        return clean;
    }

    /**
     * The value as JSON text without secrets. A value of more than {@link #MAX_JSON} characters is cut, and says so
     * where it was cut; the text is JSON all the same.
     */
    public String json(JsonNode value) {
        return Json.text(new RedactedCopy(this, MAX_JSON).of(value));
    }

    boolean isSecretName(String name) {
        return secretName.matcher(name).find();
    }

    /** What a secret looks like, and the part of it that may stay. */
    private record Shape(Pattern pattern, String replacement) {
        Shape(String expression) {
            this(expression, "");
        }

        Shape(String expression, String kept) {
            this(Pattern.compile(expression, Pattern.CASE_INSENSITIVE), kept + REDACTED);
        }

        String replaceIn(String text) {
            return pattern.matcher(text).replaceAll(replacement);
        }
    }
}
