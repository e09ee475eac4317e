package io.mehari.deadletter;

import java.util.Locale;

/** What of a call is not kept in its dead letter, so that it cannot be made once more. */
public enum Withheld {
    /** All of it is there. */
    NOTHING(""),
    /** Secrets were replaced. */
    REDACTED("its arguments held what looks like a secret, which is replaced before anything is stored"),
    /** The arguments were too large, or held what no database takes. */
    CUT("its arguments are too large to be kept, or hold characters that cannot be stored"),
    /** Headers of the caller went on to the server. */
    HEADERS("headers of its caller went on to the server (forwardHeaders), and those are never stored");

    private final String why;

    Withheld(String why) {
        this.why = why;
    }

    /**
     * Why something is missing.
     *
     * @return the rest of a sentence; empty for {@link #NOTHING}
     */
    public String why() {
        return why;
    }

    /**
     * The stable word that users see.
     *
     * @return the name in lower case
     */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Withheld of(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
