package io.mehari.deadletter;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mehari.text.StartFailureException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;

/** Opens the embedded database, and says in plain words why if it cannot. */
final class DeadLetterDatabase {
    /** One connection writes, two read, one expires. */
    private static final int CONNECTIONS = 4;

    /** Longest wait for a connection. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

    private static final int H2_OPEN_ELSEWHERE = 90020;

    private DeadLetterDatabase() {}

    /**
     * The pool of connections; closing it closes the database.
     *
     * @throws StartFailureException if another process has the database, or its files cannot be used
     */
    static HikariDataSource open(DeadLetterSettings settings) {
        Path directory = Path.of(settings.directory()).toAbsolutePath().normalize();
        HikariConfig config = new HikariConfig();
        config.setPoolName("mehari-dead-letters");
        config.setJdbcUrl(url(directory));
        config.setUsername("sa");
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException e) {
            throw explained(directory, e);
        }
    }

    /**
     * WRITE_DELAY=0: a commit is in the file when it returns. DB_CLOSE_ON_EXIT=FALSE: the pool closes the database,
     * after the last entry; a shutdown hook of the database would race with it.
     */
    private static String url(Path directory) {
        return "jdbc:h2:file:" + directory.resolve("mehari")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE";
    }

    private static StartFailureException explained(Path directory, RuntimeException e) {
        SQLException cause = sqlCause(e);
        if (cause != null && cause.getErrorCode() == H2_OPEN_ELSEWHERE) {
            return new StartFailureException(
                    "Another Mehari is using " + directory, "Stop it, or set mehari.dead-letters.directory.", e);
        }
        return new StartFailureException(
                "The dead-letter database in " + directory + " cannot be opened: "
                        + (cause == null ? e : cause).getMessage(),
                "Make the directory and the files in it readable and writable, or set mehari.dead-letters.directory.",
                e);
    }

    private static SQLException sqlCause(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql;
            }
        }
        return null;
    }
}
