package io.mehari.failure;

import io.mehari.call.ToolCallException;
import java.util.regex.Pattern;

/** What an exception of a tool route says, for operators: its text may be anybody's and is never shown to callers. Stateless. */
public final class ThrownText {
    private static final int MOST_CAUSES = 20;
    private static final Pattern TIMEOUT =
            Pattern.compile("Time(d)?Out(Exception)?$|TimedOutException$", Pattern.CASE_INSENSITIVE);

    private ThrownText() {}

    /**
     * The text of its innermost cause.
     *
     * @param thrown null for none
     * @return {@code ConnectException: Connection refused}; of a call that failed only the message
     */
    public static String of(Throwable thrown) {
        Throwable root = root(thrown);
        if (root == null) {
            return "";
        }
        String message = String.valueOf(root.getMessage());
        return root instanceof ToolCallException ? message : root.getClass().getSimpleName() + ": " + message;
    }

    /**
     * Its innermost cause.
     *
     * @param thrown null for none
     * @return the exception itself where it has no cause
     */
    static Throwable root(Throwable thrown) {
        Throwable root = thrown;
        for (int depth = 0; root != null && root.getCause() != null && depth < MOST_CAUSES; depth++) {
            root = root.getCause();
        }
        return root;
    }

    static boolean isTimeout(Throwable root) {
        return root != null && TIMEOUT.matcher(root.getClass().getSimpleName()).find();
    }
}
