package io.mehari.call;

import java.util.Locale;

/** What becomes of arguments that break the schema of their tool. */
public enum ArgumentMode {
    /** They are refused. */
    STRICT,
    /** Numbers and booleans in quotes are taken without them where the schema then accepts them; the rest is refused. */
    COERCE,
    /** What mcpo 0.0.20 makes of them, its losses included. */
    MCPO;

    /**
     * How settings name it.
     *
     * @return lower case
     */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
