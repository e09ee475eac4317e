package io.mehari.redaction;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a secret looks like in a text. The patterns know the beginning of a secret too, since texts are cut; and their
 * quantifiers are bounded or possessive, so that no text makes them try again and again.
 *
 * @param possible tells at little cost that a text has no such secret
 * @param pattern the secret, with what stands before it
 * @param replacement what comes in its place
 */
record SecretShape(Predicate<String> possible, Pattern pattern, String replacement) {
    private static final String TO_THE_END = "(?:[^-]|-(?!----END))*+(?:-----END [A-Z ]{0,40}KEY-----)?+";

    /** Secrets that are known without a name. */
    static final List<SecretShape> WELL_KNOWN = List.of(
            of("private key-----", "-----BEGIN [A-Z ]{0,40}PRIVATE KEY-----" + TO_THE_END),
            of("authorization", "(authorization[\"']?+\\s{0,5}+:\\s{0,5}+[\"']?+)[^\\r\\n\"']++", "$1"),
            of("cookie", "(cookie[\"']?+\\s{0,5}+:\\s{0,5}+[\"']?+)[^\\r\\n\"']++", "$1"),
            of("bearer", "\\b(bearer\\s{1,5}+)[A-Za-z0-9._~+/=-]{8,}+", "$1"),
            of("eyj", "\\beyJ[A-Za-z0-9_-]{8,}+(?:\\.[A-Za-z0-9_-]*+){0,4}+"),
            of("k-", "\\b[spr]k-[A-Za-z0-9_-]{8,}+"),
            of("gh", "\\bgh[pousr]_[A-Za-z0-9_]{12,}+"),
            of("github_pat_", "\\bgithub_pat_[A-Za-z0-9_]{12,}+"),
            of("glpat-", "\\bglpat-[A-Za-z0-9_-]{12,}+"),
            of("mhr_", "\\bmhr_[A-Za-z0-9]{12,}+"),
            of("xox", "\\bxox[abeprs]-[A-Za-z0-9-]{10,}+"),
            of("akia", "\\bAKIA[A-Z0-9]{12,}+"),
            of("aiza", "\\bAIza[A-Za-z0-9_-]{12,}+"),
            of("://", "(://[^\\s/:@]{0,100}+:)[^\\s/@]{1,200}+(?=@)", "$1"));

    private static final String REDACTED = "[\"'\\\\]{0,3}+\\Q" + Redaction.REDACTED + "\\E";
    private static final String IN_DOUBLE_QUOTES = "\\\\?+\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"?+";
    private static final String IN_SINGLE_QUOTES = "'[^']*+'?+";
    private static final String BARE = "[^\\s,;&\"'})\\]]++";
    private static final String SCHEME = "(?:(?:bearer|basic|digest|token)\\s{1,5}+)?+";

    /** The value in {@code name=value}, {@code name: value} and {@code "name": "value"}. */
    static SecretShape assignedTo(String names) {
        String counted =
                "(?!" + Redaction.MEASURES + "[\"'\\\\]{0,3}+\\s{0,5}+[=:]\\s{0,5}+-?[0-9.]{1,20}+(?![\\w.-]))";
        String assigned = "(?<assigned>" + counted + "(?:" + names
                + ")[\\w.-]{0,40}+[\"'\\\\]{0,3}+\\s{0,5}+(?:=|:(?!//))\\s{0,5}+)";
        String value = SCHEME + "(?:" + IN_DOUBLE_QUOTES + "|" + IN_SINGLE_QUOTES + "|" + BARE + ")";
        return of(
                text -> text.indexOf('=') >= 0 || text.indexOf(':') >= 0,
                assigned + "(?!" + REDACTED + ")" + value,
                "${assigned}");
    }

    String replaceIn(String text) {
        return possible.test(text) ? pattern.matcher(text).replaceAll(replacement) : text;
    }

    private static SecretShape of(String needle, String expression) {
        return of(needle, expression, "");
    }

    private static SecretShape of(String needle, String expression, String kept) {
        return of(text -> containsIgnoringCase(text, needle), expression, kept);
    }

    private static SecretShape of(Predicate<String> possible, String expression, String kept) {
        return new SecretShape(
                possible, Pattern.compile(expression, Pattern.CASE_INSENSITIVE), kept + Redaction.REDACTED);
    }

    private static boolean containsIgnoringCase(String text, String needle) {
        char first = needle.charAt(0);
        char upper = Character.toUpperCase(first);
        for (int i = 0; i <= text.length() - needle.length(); i++) {
            char unit = text.charAt(i);
            if ((unit == first || unit == upper) && text.regionMatches(true, i, needle, 0, needle.length())) {
                return true;
            }
        }
        return false;
    }
}
