package io.mehari.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Connections that are kept open, as many as the load asks for. Safe for concurrent use but for {@link #look()}. */
final class DatabasePool implements AutoCloseable {
    /** Longest wait for a connection, and for one that is tried. */
    static final Duration WAIT = Duration.ofSeconds(2);

    private static final Logger LOG = LoggerFactory.getLogger(DatabasePool.class);

    private final HikariDataSource pool;
    private final PoolSize size;
    private final LongAdder grown = new LongAdder();
    private final LongAdder shrunk = new LongAdder();
    private volatile double load;

    /**
     * Begins to open connections beside the caller.
     *
     * @param connections gives those of the pool
     */
    DatabasePool(DataSource connections, DatabasePoolSettings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("mehari-database");
        config.setDataSource(connections);
        config.setMinimumIdle(settings.min());
        config.setMaximumPoolSize(settings.min());
        config.setConnectionTimeout(WAIT.toMillis());
        config.setValidationTimeout(WAIT.toMillis());
        config.setInitializationFailTimeout(-1);
        this.pool = new HikariDataSource(config);
        this.size = new PoolSize(settings.min(), settings.max(), System.nanoTime());
    }

    /**
     * A connection of the pool.
     *
     * @throws SQLException if none is free within two seconds, or none can be opened
     */
    Connection connection() throws SQLException {
        return pool.getConnection();
    }

    /** Looks at the load and changes the size where that is due. Does not wait. Called by one thread, four times a second. */
    void look() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        if (now == null) {
            return;
        }
        int before = size.size();
        int after = size.next(now.getActiveConnections() + now.getThreadsAwaitingConnection(), System.nanoTime());
        load = size.load();
        if (after == before) {
            return;
        }
        pool.getHikariConfigMXBean().setMaximumPoolSize(after);
        if (after > before) {
            grown.increment();
        } else {
            shrunk.increment();
            now.softEvictConnections(); // it closes none of those that are too many by itself
        }
        LOG.debug("The pool of the database has room for {} connections instead of {}", after, before);
    }

    /** Has connections that are broken given up: those that nobody uses at once, others when they come back. */
    void renew() {
        HikariPoolMXBean now = pool.getHikariPoolMXBean();
        if (now != null) {
            now.softEvictConnections();
        }
    }

    int active() {
        return pool.getHikariPoolMXBean().getActiveConnections();
    }

    int idle() {
        return pool.getHikariPoolMXBean().getIdleConnections();
    }

    int waiting() {
        return pool.getHikariPoolMXBean().getThreadsAwaitingConnection();
    }

    int size() {
        return pool.getHikariConfigMXBean().getMaximumPoolSize();
    }

    double load() {
        return load;
    }

    long grown() {
        return grown.sum();
    }

    long shrunk() {
        return shrunk.sum();
    }

    @Override
    public void close() {
        pool.close();
    }
}
