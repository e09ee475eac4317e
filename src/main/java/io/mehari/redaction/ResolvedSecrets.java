package io.mehari.redaction;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Secrets that route files have asked for by {@code {{name}}}: an exception at the time of a call may quote them, such as a
 * component that names the address it could not reach. Each {@link Redaction} replaces them, whatever stands before them.
 * There is one list for the process, of at most {@value #MOST} values, the first ones. Safe for concurrent use.
 */
public final class ResolvedSecrets {
    private static final int MOST = 256;

    /** A shorter one stands in many words, and is replaced only where it stands by itself. */
    private static final int SHORT = 4;

    private static final Redaction NAMES = new Redaction(List.of());

    /** Names that are not known as those of secrets in any text, since anything may be called a key there. */
    private static final Pattern OTHER_NAMES =
            Pattern.compile("(?:key|auth|pin|signature|dsn)$", Pattern.CASE_INSENSITIVE);

    /** Settings about a secret, and where it is kept, are none. */
    private static final Pattern NO_NAMES = Pattern.compile(
            "(?:url|uri|host|port|file|path|dir|directory|folder|name|timeout|ttl|lifetime|expiry|age|size|limit|max|min"
                    + "|count|enabled|type|header|scope|scopes|interval|period)$",
            Pattern.CASE_INSENSITIVE);

    private static final Pattern NO_VALUES =
            Pattern.compile("true|false|yes|no|on|off|none|null|optional|required", Pattern.CASE_INSENSITIVE);

    /** What nobody would choose who wants it to be read: long, of letters and digits, and no address or path. */
    private static final Pattern RANDOM =
            Pattern.compile("(?=[^0-9]*+[0-9])(?=[^A-Za-z]*+[A-Za-z])[A-Za-z0-9_+=-]{16,}+");

    private static volatile List<Known> known = List.of();

    private ResolvedSecrets() {}

    /**
     * Remembers a value if it is a secret, by its name or by what it looks like.
     *
     * @param name of the setting or variable, such as {@code CRM_TOKEN}
     * @param value what it stands for
     */
    public static synchronized void remember(String name, String value) {
        if (!isSecret(name, value) || known.size() >= MOST) {
            return;
        }
        List<Known> more = new ArrayList<>(known);
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        Stream.of(value, encoded, encoded.replace("+", "%20"))
                .map(form -> new Known(form, form.length() < SHORT ? byItself(form) : null))
                .filter(form -> !more.contains(form))
                .forEach(more::add);
        more.sort(Comparator.comparingInt((Known form) -> form.text.length()).reversed());
        known = List.copyOf(more);
    }

    /**
     * A text without them.
     *
     * @param text of anything
     * @return the text itself where there are none in it
     */
    public static String hide(String text) {
        String clean = text;
        for (Known secret : known) {
            clean = secret.replaceIn(clean);
        }
        return clean;
    }

    private static boolean isSecret(String name, String value) {
        if (value.isBlank() || NO_VALUES.matcher(value).matches()) {
            return false;
        }
        String last = name.substring(name.lastIndexOf('.') + 1);
        boolean named = NAMES.isSecretName(last) || OTHER_NAMES.matcher(last).find();
        return named && !NO_NAMES.matcher(last).find() || RANDOM.matcher(value).matches();
    }

    /** For tests, whose settings are no secrets of others. */
    static void forget() {
        known = List.of();
    }

    private static Pattern byItself(String text) {
        return Pattern.compile("(?<![\\p{L}\\p{N}_.])" + Pattern.quote(text) + "(?![\\p{L}\\p{N}_]|\\.\\p{N})");
    }

    /**
     * A form of a secret.
     *
     * @param text how it is written
     * @param alone the text by itself; null if it is replaced anywhere
     */
    private record Known(String text, Pattern alone) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Known form && form.text.equals(text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        String replaceIn(String whole) {
            if (!whole.contains(text)) {
                return whole;
            }
            return alone == null
                    ? whole.replace(text, Redaction.REDACTED)
                    : alone.matcher(whole).replaceAll(Redaction.REDACTED);
        }
    }
}
