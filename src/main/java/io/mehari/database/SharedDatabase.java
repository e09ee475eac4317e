package io.mehari.database;

import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The PostgreSQL that several gateways may share. It is connected beside the start, and a start goes on without it. While it cannot be
 * used whoever asks for a connection is told so at once, and it is tried again each second. Safe for concurrent use.
 */
public final class SharedDatabase extends AbstractDataSource implements SmartInitializingSingleton, AutoCloseable {
    /** Longest time that the start waits for the database, and who asks for a connection while it is connected the first time. */
    static final Duration FIRST = Duration.ofSeconds(10);

    /** Longest wait for the answer to a statement. */
    static final Duration STATEMENT = Duration.ofSeconds(5);

    /** Longest wait of the watch. */
    static final Duration QUESTION = Duration.ofSeconds(3);

    /** Longest wait for one statement that changes tables, which may hold much. */
    static final Duration MIGRATION = Duration.ofMinutes(5);

    private final DatabaseSettings settings;
    private final DatabasePool pool;
    private final DatabaseWatch watch;
    private final LongAdder refused = new LongAdder();

    private SharedDatabase(DatabaseSettings settings, Migration migration) {
        this.settings = settings;
        this.pool = new DatabasePool(PostgresConnections.within(STATEMENT, settings), settings.pool());
        DataSource patient = PostgresConnections.within(MIGRATION, settings);
        this.watch = new DatabaseWatch(
                PostgresConnections.within(QUESTION, settings),
                () -> migration.bringUpToDate(patient),
                pool,
                settings.address());
    }

    /** Knows the tables. */
    @FunctionalInterface
    public interface Migration {
        /**
         * Makes the tables, or changes those of an earlier version. Several gateways may do it at the same time.
         *
         * @param database without a pool
         * @return what is unusual about the tables and does no harm, a sentence without its full stop
         * @throws SQLException if the database fails
         * @throws IOException if the program is damaged
         */
        Optional<String> bringUpToDate(DataSource database) throws SQLException, IOException;
    }

    /** The same for one database. */
    @FunctionalInterface
    interface Tables {
        Optional<String> bringUpToDate() throws SQLException, IOException;
    }

    /**
     * Begins to connect, on a thread that goes on to look after the database.
     *
     * @param settings with a url
     * @param migration makes the tables
     * @return at once
     * @throws StartFailureException if the driver cannot read the url
     */
    public static SharedDatabase begin(DatabaseSettings settings, Migration migration) {
        SharedDatabase database;
        try {
            database = new SharedDatabase(settings, migration);
        } catch (IllegalArgumentException e) {
            throw new StartFailureException(
                    "The driver of PostgreSQL cannot read mehari.database.url: " + settings.address(),
                    "Write it as jdbc:postgresql://host:port/database, and look for typing errors in the port and in what"
                            + " follows the question mark.",
                    e);
        }
        database.watch.start();
        return database;
    }

    /** Waits until it is connected, or has failed to: the last step of a start before servers and routes begin. */
    @Override
    public void afterSingletonsInstantiated() {
        watch.awaitFirst(FIRST);
    }

    @Override
    public Connection getConnection() throws SQLException {
        watch.awaitFirst(FIRST);
        String why = watch.problem();
        if (why != null) {
            refused.increment();
            throw new SQLTransientConnectionException("The database cannot be used: " + why, "08001");
        }
        try {
            return pool.connection();
        } catch (SQLException e) {
            refused.increment();
            watch.suspect();
            throw e;
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    /**
     * Has something done each time that it can be used from then on, and at once if it can.
     *
     * @param action must not wait and must not throw
     */
    public void whenUsable(Runnable action) {
        watch.whenUsable(action);
        if (watch.problem() == null) {
            action.run();
        }
    }

    /**
     * How it is. Only looks.
     *
     * @return as of now
     */
    public DatabaseStatus status() {
        String why = watch.problem();
        return new DatabaseStatus(
                Optional.ofNullable(why)
                        .map(words -> "The database at " + settings.address() + " cannot be used: " + words),
                watch.remark(),
                watch.latency(),
                watch.outages(),
                refused.sum(),
                pool.active(),
                pool.idle(),
                pool.waiting(),
                pool.size(),
                settings.pool().min(),
                settings.pool().max(),
                pool.load(),
                pool.grown(),
                pool.shrunk());
    }

    /** Ends all connections, within a few seconds. */
    @Override
    public void close() {
        watch.close();
        pool.close();
    }
}
