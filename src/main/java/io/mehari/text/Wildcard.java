package io.mehari.text;

/** Names with {@code *} for any text. Stateless. */
public final class Wildcard {
    private Wildcard() {}

    /**
     * Whether a name is like a pattern, in a time that grows with the product of both lengths at most.
     *
     * @param pattern with {@code *} for any text, none included
     * @param name the name
     * @return true if the whole name is
     */
    public static boolean isLike(String pattern, String name) {
        int p = 0;
        int n = 0;
        int star = -1;
        int resume = 0;
        while (n < name.length()) {
            if (p < pattern.length() && pattern.charAt(p) == '*') {
                star = p++;
                resume = n;
            } else if (p < pattern.length() && pattern.charAt(p) == name.charAt(n)) {
                p++;
                n++;
            } else if (star >= 0) {
                p = star + 1;
                n = ++resume;
            } else {
                return false;
            }
        }
        while (p < pattern.length() && pattern.charAt(p) == '*') {
            p++;
        }
        return p == pattern.length();
    }
}
