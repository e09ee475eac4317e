package io.mehari.deadletter;

import io.mehari.text.StartFailureException;
import io.mehari.thread.GatewayThread;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * A database that is opened, and brought up to date, beside the rest of a start: a seventh of it where the database is
 * new. Whoever asks for a connection before it is open waits for it. Safe for concurrent use.
 */
public final class OpeningDatabase extends AbstractDataSource
        implements DeadLetterFile, SmartInitializingSingleton, AutoCloseable {
    private final CompletableFuture<DeadLetterDatabase> opened = new CompletableFuture<>();

    private OpeningDatabase() {}

    /**
     * Begins to open it, on a thread that ends with that.
     *
     * @param open opens it, and leaves nothing open where it throws
     */
    static OpeningDatabase begin(Supplier<DeadLetterDatabase> open) {
        OpeningDatabase database = new OpeningDatabase();
        new GatewayThread(() -> database.open(open), "mehari-database-start").start();
        return database;
    }

    private void open(Supplier<DeadLetterDatabase> open) {
        try {
            opened.complete(open.get());
        } catch (RuntimeException | Error e) {
            opened.completeExceptionally(e);
        }
    }

    /**
     * Waits until the database is open: the last step of a start before servers and routes begin.
     *
     * @throws StartFailureException saying why it cannot be opened or brought up to date
     */
    @Override
    public void afterSingletonsInstantiated() {
        database();
    }

    @Override
    public Connection getConnection() throws SQLException {
        return database().getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public void reopen() {
        database().reopen();
    }

    @Override
    public long size() {
        return database().size();
    }

    @Override
    public void free() {
        database().free();
    }

    @Override
    public boolean rewrite() {
        return database().rewrite();
    }

    /** Closes the database, as soon as it is open. */
    @Override
    public void close() {
        try {
            opened.join().close();
        } catch (CompletionException e) {
            logger.debug("There is no database to close", e);
        }
    }

    private DeadLetterDatabase database() {
        try {
            return opened.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException refusal) {
                throw refusal;
            }
            throw e;
        }
    }
}
