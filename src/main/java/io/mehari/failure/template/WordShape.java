package io.mehari.failure.template;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a word is by its shape. Quantifiers are possessive or their parts do not overlap, so that no word makes them try
 * again and again. Stateless.
 */
final class WordShape {
    private static final Pattern NUMBER = Pattern.compile("[-+]?+\\d++(?:[.,]\\d++)*+%?+");
    private static final Pattern SIZE = Pattern.compile("\\d++(?:\\.\\d++)?+(?:[KMGT]i?+B?+|[kKMGT]B|bytes|b|x|px)");
    private static final Pattern DURATION =
            Pattern.compile("(?:\\d++(?:\\.\\d++)?+(?:ns|us|\u00b5s|ms|s|sec|secs|m|min|mins|h|hr|hrs|d))++");
    private static final Pattern UUID =
            Pattern.compile("\\{?+[0-9a-fA-F]{8}+-(?:[0-9a-fA-F]{4}+-){3}+[0-9a-fA-F]{12}+\\}?+");
    private static final Pattern HEX = Pattern.compile("0[xX][0-9a-fA-F]++|(?=\\D*\\d)(?=\\d*\\D)[0-9a-fA-F]{8,}+");
    private static final Pattern TIME = Pattern.compile(
            "\\d{4}+[-/.]\\d{1,2}+[-/.]\\d{1,2}+(?:[T_][\\d:.,+Z-]*+)?+"
                    + "|\\d{1,2}+[/.]\\d{1,2}+[/.]\\d{4}+|\\d{1,2}+:\\d{2}+(?::\\d{2}+(?:[.,]\\d++)?+)?+(?:Z|[+-]\\d{2}+:?+\\d{2}+)?+");
    private static final Pattern URL = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*+://.*+", Pattern.DOTALL);
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}+(?:\\.\\d{1,3}+){3}+(?:/\\d{1,2}+)?+(?::\\d++)?+");
    private static final Pattern IPV6 = Pattern.compile("(?=.*::|(?:[0-9a-fA-F]*:){4})[0-9a-fA-F:]{2,39}+(?:%\\w++)?+");
    private static final Pattern HOST = Pattern.compile("(?:[a-z0-9_-]++\\.)++([a-z]{2,10}+)(?::\\d++)?+");
    private static final Pattern HOST_AND_PORT =
            Pattern.compile("[A-Za-z][A-Za-z0-9_-]*+:\\d{4,5}+|[A-Za-z0-9_-]++(?:\\.[A-Za-z0-9_-]++)++:\\d{2,5}+");
    private static final Pattern FILE = Pattern.compile(
            "[\\w.@-]*+(?<=\\.(?:js|py|ts|go|rb|sh|so|db|cs|rs|c|cc|mjs|cjs|jar"
                    + "|txt|log|yml|env|exe|dll|pem|crt|key|php|tsx|java|json|yaml|toml|lock|conf|sock|sqlite))(?::\\d++){0,2}+");
    private static final Pattern PATH = Pattern.compile(
            "(?:[A-Za-z]:)?+[\\\\].*+|[A-Za-z]:/.*+|\\.{0,2}+~?+/.++" + "|[^/]++/[^/]++/.*+|@[^/]++/.++",
            Pattern.DOTALL);
    private static final Pattern EMAIL = Pattern.compile("[^@/:]++@[^@/:]++\\.[^@/:]++");
    private static final Pattern VENDOR_CODE =
            Pattern.compile("(?:ORA|SQL|PGRST|P|E|TS|ERR|AADSTS|TNS|SP|DB)-?+\\d{3,6}+");
    private static final Pattern CODE = Pattern.compile("[0-9A-Z]{5}+");
    private static final Pattern CODE_FOLLOWS = Pattern.compile(
            ".*(?:http\\S{0,4}|status|code|error|err|errno|sqlstate|state|ora"
                    + "|exit|signal|\u9519\u8bef|\u72b6\u6001\u7801|\u4ee3\u7801|\u72b6\u6001)[\"']?(?:\\s?[:=(\\[#-])?\\s?[\"']?",
            Pattern.DOTALL);
    private static final Set<String> TOP_LEVEL = Set.of(
            "com",
            "net",
            "org",
            "io",
            "dev",
            "local",
            "internal",
            "cn",
            "de",
            "ai",
            "co",
            "cloud",
            "app",
            "svc",
            "lan",
            "invalid",
            "test",
            "example",
            "eu",
            "uk",
            "fr",
            "ru",
            "jp",
            "gov",
            "edu",
            "info",
            "cluster",
            "corp",
            "localdomain");
    private static final List<String> UNITS = List.of(
            "milliseconds",
            "millisecond",
            "seconds",
            "second",
            "minutes",
            "minute",
            "hours",
            "hour",
            "days",
            "day",
            "secs",
            "sec",
            "mins",
            "min",
            "msec",
            "ms",
            "s",
            "h",
            "\u6beb\u79d2",
            "\u79d2\u949f",
            "\u79d2",
            "\u5206\u949f",
            "\u5c0f\u65f6",
            "\u5929");

    private WordShape() {}

    /** Whether a character belongs to words; ideographs stand for themselves, so that numbers beside them are found. */
    static boolean isPart(char unit) {
        return Character.isLetterOrDigit(unit) && !isWide(unit) || "/\\:.@_-+%~#$&?*!".indexOf(unit) >= 0;
    }

    static boolean isUrlPart(char unit) {
        return unit == '=' || unit == ',' || unit == ';';
    }

    static boolean isEndOfSentence(char unit) {
        return ".:!?".indexOf(unit) >= 0;
    }

    private static boolean isWide(char unit) {
        return unit >= '\u2e80' && unit <= '\uffef';
    }

    static boolean isNumber(String word) {
        return NUMBER.matcher(word).matches();
    }

    /** The unit of time that a text begins with and that is a word there; empty if there is none. */
    static String timeUnit(String text) {
        for (String unit : UNITS) {
            boolean wide = isWide(unit.charAt(0));
            if (wide ? text.startsWith(unit) : text.equals(unit)) {
                return unit;
            }
        }
        return "";
    }

    /** Writes a word that stands by itself. */
    static void write(String word, TemplateWriter out, boolean beforeCapital) {
        String placeholder = placeholder(word);
        if (placeholder.equals(Placeholder.NUMBER) && isCode(word, out, beforeCapital)
                || CODE.matcher(word).matches()
                        && CODE_FOLLOWS.matcher(out.tail()).matches()) {
            out.literal(word);
        } else if (VENDOR_CODE.matcher(word).matches()) {
            out.literal(word);
        } else if (placeholder.isEmpty()) {
            withoutNumbers(word, out);
        } else {
            out.placeholder(placeholder);
        }
    }

    /** Codes tell errors apart: JSON-RPC's, HTTP's before their words, and what follows a word such as "status". */
    private static boolean isCode(String word, TemplateWriter out, boolean beforeCapital) {
        if (word.length() == 6 && word.startsWith("-32")) {
            return true;
        }
        boolean status = word.length() == 3 && (word.charAt(0) == '4' || word.charAt(0) == '5');
        return status && beforeCapital
                || word.length() <= 5
                        && word.indexOf('.') < 0
                        && CODE_FOLLOWS.matcher(out.tail()).matches();
    }

    private static String placeholder(String word) {
        if (ADDRESS.matcher(word).matches()) {
            return Placeholder.HOST;
        }
        if (NUMBER.matcher(word).matches() || SIZE.matcher(word).matches()) {
            return Placeholder.NUMBER;
        }
        if (DURATION.matcher(word).matches()) {
            return Placeholder.DURATION;
        }
        if (URL.matcher(word).matches()) {
            return Placeholder.URL;
        }
        if (UUID.matcher(word).matches()) {
            return Placeholder.UUID;
        }
        if (TIME.matcher(word).matches()) {
            return Placeholder.TIME;
        }
        if (IPV6.matcher(word).matches() || isHost(word)) {
            return Placeholder.HOST;
        }
        if (HEX.matcher(word).matches()) {
            return Placeholder.HEX;
        }
        if (FILE.matcher(word).matches() || PATH.matcher(word).matches()) {
            return Placeholder.PATH;
        }
        return EMAIL.matcher(word).matches() ? Placeholder.VALUE : isId(word) ? Placeholder.ID : "";
    }

    private static boolean isHost(String word) {
        var host = HOST.matcher(word);
        return host.matches() && TOP_LEVEL.contains(host.group(1))
                || HOST_AND_PORT.matcher(word).matches() && !FILE.matcher(word).matches();
    }

    /** Long, with digits in more than one place: made by a program. */
    private static boolean isId(String word) {
        int runs = 0;
        for (int i = 0; i < word.length(); i++) {
            boolean digit = Character.isDigit(word.charAt(i));
            runs += digit && (i == 0 || !Character.isDigit(word.charAt(i - 1))) ? 1 : 0;
        }
        return runs >= 3 && word.length() >= 12;
    }

    /** Writes a word of which only the numbers differ; one or two digits behind a letter belong to the name, as in IPv6. */
    static void withoutNumbers(String word, TemplateWriter out) {
        int i = 0;
        while (i < word.length() && !out.isFull()) {
            int end = i;
            while (end < word.length() && Character.isDigit(word.charAt(end)) == Character.isDigit(word.charAt(i))) {
                end++;
            }
            boolean digits = Character.isDigit(word.charAt(i));
            boolean named = i > 0 && Character.isLetter(word.charAt(i - 1)) && end - i <= 2;
            if (digits && !named) {
                out.placeholder(Placeholder.NUMBER);
            } else {
                out.literal(word.substring(i, end));
            }
            i = end;
        }
    }
}
