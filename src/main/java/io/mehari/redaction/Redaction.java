package io.mehari.redaction;

import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Replaces secrets by {@value #REDACTED} before anything is stored or logged. A secret is known by its name (a JSON
 * member or {@code name=value} in a text called password, token, api_key and the like), or by its shape (bearer
 * tokens, JSON web tokens, private keys, keys of known makers, passwords in URLs), or because route files have asked for
 * it ({@link ResolvedSecrets}). Numbers of what only counts ({@code max_tokens}) stay.
 *
 * <p>Safe for concurrent use. Every pattern of its own takes time in proportion to the text.
 */
public final class Redaction {
    /** What stands where a secret was. */
    public static final String REDACTED = "[redacted]";

    /** Longest JSON text {@link #json} gives, in characters, but for the markers of what was cut. */
    public static final int MAX_JSON = 64 * 1024;

    /**
     * Names of secrets that are always known, found anywhere in a name. Sorted by first letter behind a look at that
     * letter: this is tried at every character of every text.
     */
    private static final String KNOWN_NAMES = "(?=[pstac])(?:" + "p(?:assw(?:or)?d|assphrase|wd|rivate[-_ ]?key)"
            + "|s(?:ecret|ession)"
            + "|token"
            + "|a(?:pi[-_ ]?key|ccess[-_ ]?key|uthorization)"
            + "|c(?:redential|ookie))";

    /**
     * Names that count or limit what a secret's name is part of, such as {@code max_tokens} and {@code session_age_seconds}:
     * where such a name has a number, that is no secret.
     */
    static final String MEASURES = "(?:tokens|(?:token|session)s?[-_ ]?"
            + "(?:age|budget|count|length|limit|number|size|timeout|total|ttl|usage|used)[\\w.-]{0,40}+)";

    private static final Pattern MEASURE = Pattern.compile(MEASURES + "$", Pattern.CASE_INSENSITIVE);

    private final Pattern secretName;
    private final List<SecretShape> shapes;

    /**
     * A redaction that knows more names of secrets than the usual ones.
     *
     * @param names regular expressions, found anywhere in a name, upper and lower case alike
     */
    public Redaction(List<Pattern> names) {
        String anyName = Stream.concat(Stream.of(KNOWN_NAMES), names.stream().map(name -> "(?:" + name.pattern() + ")"))
                .collect(Collectors.joining("|"));
        this.secretName = Pattern.compile(anyName, Pattern.CASE_INSENSITIVE);
        this.shapes = Stream.concat(SecretShape.WELL_KNOWN.stream(), Stream.of(SecretShape.assignedTo(anyName)))
                .toList();
    }

    /** The text without secrets. */
    public String text(String text) {
        String clean = ResolvedSecrets.hide(text);
        for (SecretShape shape : shapes) {
            clean = shape.replaceIn(clean);
        }
        return clean;
    }

    /**
     * The value as JSON text without secrets. A value of more than {@link #MAX_JSON} characters is cut, and says so
     * where it was cut; the text is JSON all the same.
     */
    public String json(JsonNode value) {
        return Json.text(copy(value));
    }

    /**
     * A copy of the value without secrets, cut as {@link #json} says. It equals the value if nothing was replaced or cut.
     *
     * @param value to be read only
     * @return never null
     */
    public JsonNode copy(JsonNode value) {
        return new RedactedCopy(this, MAX_JSON).of(value);
    }

    /**
     * Whether what is called so is a secret.
     *
     * @param name of a member, a variable, a header
     * @return true if it has the name of a secret anywhere in it
     */
    public boolean isSecretName(String name) {
        return secretName.matcher(name).find();
    }

    /** Whether the value of this member of an object is a secret. */
    boolean isSecret(String name, JsonNode value) {
        return isSecretName(name) && !(value.isNumber() && MEASURE.matcher(name).find());
    }

    List<SecretShape> shapes() {
        return shapes;
    }
}
