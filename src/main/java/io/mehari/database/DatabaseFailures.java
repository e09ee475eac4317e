package io.mehari.database;

import java.net.SocketTimeoutException;
import java.sql.SQLException;
import java.util.Map;

/** Failures of PostgreSQL in words of ours, by their SQLSTATE (PostgreSQL manual, appendix A). Stateless. */
final class DatabaseFailures {
    private static final int MOST = 300;

    private static final String ACCOUNT = "it does not accept mehari.database.username and mehari.database.password";

    private static final Map<String, String> WORDS = Map.ofEntries(
            Map.entry("28P01", ACCOUNT),
            Map.entry("28000", ACCOUNT),
            Map.entry("08004", ACCOUNT),
            Map.entry("3D000", "it has no database of the name in mehari.database.url"),
            Map.entry("3F000", "it has no schema of the name in mehari.database.url"),
            Map.entry("42501", "the account mehari.database.username lacks a right there"),
            Map.entry("53100", "its disk is full"),
            Map.entry(
                    "53300",
                    "it has no connection left: raise max_connections there, or lower mehari.database.pool.max"),
            Map.entry("57P03", "it is starting or stopping"),
            Map.entry("57P01", "it is stopping"),
            Map.entry("25006", "it takes no writes, as a standby does"));

    private DatabaseFailures() {}

    /**
     * What happened.
     *
     * @param failure of whatever asked the database
     * @return a few words without anything secret
     */
    static String text(Throwable failure) {
        String text = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String known = known(cause); // the innermost says most
            text = known == null ? text : known;
        }
        return text == null ? firstLine(failure) : text;
    }

    private static String known(Throwable cause) {
        if (cause instanceof SocketTimeoutException) {
            return "it does not answer";
        }
        if (!(cause instanceof SQLException sql) || sql.getSQLState() == null) {
            return null;
        }
        String state = sql.getSQLState();
        return WORDS.getOrDefault(state, state.startsWith("08") ? "it cannot be reached" : null);
    }

    private static String firstLine(Throwable failure) {
        String message = failure.getMessage() == null
                ? failure.getClass().getSimpleName()
                : failure.getMessage().strip().lines().findFirst().orElse("");
        return message.length() <= MOST ? message : message.substring(0, MOST) + "...";
    }
}
