package io.mehari.deadletter;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mehari.text.StartFailureException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.engine.SessionLocal;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbc.JdbcException;
import org.h2.jdbcx.JdbcDataSource;
import org.h2.mvstore.MVStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.datasource.AbstractDataSource;

/**
 * The embedded database, which says in plain words why it cannot be opened, and can be opened again. Safe for
 * concurrent use.
 */
final class DeadLetterDatabase extends AbstractDataSource implements DeadLetterFile, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterDatabase.class);

    /** One connection writes, two read, one expires. */
    private static final int CONNECTIONS = 4;

    /** With those of the cache, opened where it keeps results here: one writes, two read. */
    private static final int MOST_CONNECTIONS = CONNECTIONS + 3;

    /** Longest wait for a connection. */
    private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(5);

    /**
     * How long H2 leaves what was replaced where it is, so that a crash of the machine finds a version that is whole. Its
     * own 45 s are 45 s of writing that the file grows by.
     */
    private static final int RETENTION_MILLIS = 2000;

    private static final int H2_OPEN_ELSEWHERE = 90020;
    private static final long FULL_BELOW = 1L << 20;

    private final Path directory;
    private final String scheme;

    /** Held by whoever asks for a connection; alone by whoever closes the database in order to open it again. */
    private final ReadWriteLock gate = new ReentrantReadWriteLock();

    private HikariDataSource pool;

    private DeadLetterDatabase(Path directory, String scheme) {
        this.directory = directory;
        this.scheme = scheme;
        this.pool = newPool();
    }

    /**
     * Opens the database; the directory and its file are made if they are not there, for the gateway's own user only.
     *
     * @throws StartFailureException if another process has the database, or its files cannot be used
     */
    static DeadLetterDatabase open(DeadLetterSettings settings) {
        return open(settings, "");
    }

    /**
     * Opens a database on a file system of H2's.
     *
     * @param scheme such as {@code nioMapped:}; empty for the usual one
     */
    static DeadLetterDatabase open(DeadLetterSettings settings, String scheme) {
        Path directory = Path.of(settings.directory()).toAbsolutePath().normalize();
        try {
            OwnFiles.prepare(directory, file(directory));
            return new DeadLetterDatabase(directory, scheme);
        } catch (IOException | RuntimeException e) {
            throw explained(directory, e);
        }
    }

    /**
     * Opens the database as {@link #open(DeadLetterSettings)} does and brings its tables up to date, whoever wrote them.
     *
     * @throws StartFailureException if either fails; nothing is open then
     */
    static DeadLetterDatabase openMigrated(DeadLetterSettings settings) {
        DeadLetterDatabase database = open(settings);
        try {
            DatabaseTables.bringUpToDate(database);
            return database;
        } catch (IOException | SQLException | RuntimeException e) {
            database.close();
            throw explained(database.directory, e);
        }
    }

    @Override
    public Connection getConnection() throws SQLException {
        gate.readLock().lock();
        try {
            return pool.getConnection();
        } finally {
            gate.readLock().unlock();
        }
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        return getConnection();
    }

    @Override
    public void reopen() {
        gate.writeLock().lock();
        try {
            pool.close();
            pool = newPool();
        } finally {
            gate.writeLock().unlock();
        }
    }

    @Override
    public long size() {
        try {
            return Files.size(file(directory));
        } catch (IOException e) {
            LOG.debug("The size of {} is unknown", file(directory), e);
            return 0;
        }
    }

    @Override
    public void free() {
        try (Connection connection = getConnection()) {
            MVStore store = ((SessionLocal)
                            connection.unwrap(JdbcConnection.class).getSession())
                    .getDatabase()
                    .getStore()
                    .getMvStore();
            store.sync();
            store.setRetentionTime(0);
            try {
                store.executeFilestoreOperation(store.getFileStore()::dropUnusedChunks);
                store.commit();
            } finally {
                store.setRetentionTime(RETENTION_MILLIS);
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The room in the dead-letter database cannot be used again", e);
        }
    }

    @Override
    public boolean rewrite() {
        gate.writeLock().lock();
        try {
            if (pool.isClosed() || pool.getHikariPoolMXBean().getActiveConnections() > 0) {
                return false;
            }
            pool.close();
            try {
                RewrittenFile.replace(file(directory), scheme);
            } finally {
                pool = newPool();
            }
            return true;
        } finally {
            gate.writeLock().unlock();
        }
    }

    /** Closes the database. */
    @Override
    public void close() {
        gate.writeLock().lock();
        try {
            pool.close();
        } finally {
            gate.writeLock().unlock();
        }
    }

    private HikariDataSource newPool() {
        HikariConfig config = new HikariConfig();
        config.setPoolName("mehari-dead-letters");
        config.setDataSource(h2());
        config.setMinimumIdle(CONNECTIONS);
        config.setMaximumPoolSize(MOST_CONNECTIONS);
        config.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
        return new HikariDataSource(config);
    }

    /** Not by {@code DriverManager}, which would load the drivers of all other databases as well. */
    private JdbcDataSource h2() {
        JdbcDataSource source = new JdbcDataSource();
        source.setURL(url());
        source.setUser("sa");
        return source;
    }

    /**
     * WRITE_DELAY=0: a commit is in the file when it returns. DB_CLOSE_ON_EXIT=FALSE: the pool closes the database,
     * after the last entry; a shutdown hook of the database would race with it. TRACE_LEVEL: H2 writes no file and no
     * stack traces of its own, whoever asked it is told. MAX_COMPACT_TIME=0: H2 does not move what is in the file when
     * it closes, by which it has lost rows (its issue 4247).
     */
    private String url() {
        return "jdbc:h2:" + (scheme.isEmpty() ? "file:" : scheme) + directory.resolve("mehari")
                + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE"
                + ";TRACE_LEVEL_FILE=0;TRACE_LEVEL_SYSTEM_OUT=0;MAX_COMPACT_TIME=0;RETENTION_TIME=" + RETENTION_MILLIS;
    }

    private static Path file(Path directory) {
        return directory.resolve("mehari.mv.db");
    }

    private static StartFailureException explained(Path directory, Exception e) {
        SQLException sql = causeOf(SQLException.class, e);
        if (sql != null && sql.getErrorCode() == H2_OPEN_ELSEWHERE) {
            return new StartFailureException(
                    "Another Mehari is using " + directory, "Stop it, or set mehari.dead-letters.directory.", e);
        }
        return new StartFailureException(
                "The dead-letter database in " + directory + " cannot be opened: " + reason(sql == null ? e : sql),
                remedy(directory),
                e);
    }

    /** The first line of what was thrown: H2 puts its statement into the others. */
    private static String reason(Exception e) {
        if (e instanceof JdbcException database) {
            return database.getOriginalMessage();
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return e instanceof SQLException ? message : e.getClass().getSimpleName() + ": " + message;
    }

    /** What stands in the way as far as it can be seen from outside the database. */
    private static String remedy(Path directory) {
        Path there = directory;
        while (!Files.exists(there) && there.getParent() != null) {
            there = there.getParent();
        }
        if (!Files.isDirectory(there)) {
            return there + " is a file: remove it, or set mehari.dead-letters.directory.";
        }
        if (isReadOnly(there)) {
            return there + " is on a file system that is read-only: set mehari.dead-letters.directory to another.";
        }
        if (isFull(there)) {
            return "The disk is full: make room, or set mehari.dead-letters.directory to one that is not.";
        }
        Path file = file(directory);
        boolean usable =
                Files.isWritable(there) && (!Files.exists(file) || Files.isReadable(file) && Files.isWritable(file));
        return usable && Files.exists(file)
                ? "If " + file + " is damaged, move it away (the gateway then begins a new one) or put a backup in its"
                        + " place; its directory can be set by mehari.dead-letters.directory."
                : "Make the directory and the files in it readable and writable, or set mehari.dead-letters.directory.";
    }

    private static boolean isFull(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace() < FULL_BELOW;
        } catch (IOException e) {
            LOG.debug("The room left in {} is unknown", directory, e);
            return false;
        }
    }

    private static boolean isReadOnly(Path directory) {
        try {
            return Files.getFileStore(directory).isReadOnly();
        } catch (IOException e) {
            LOG.debug("The file system of {} is unknown", directory, e);
            return false;
        }
    }

    private static <T> T causeOf(Class<T> type, Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (type.isInstance(cause)) {
                return type.cast(cause);
            }
        }
        return null;
    }
}
