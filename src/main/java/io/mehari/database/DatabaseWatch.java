package io.mehari.database;

import io.mehari.text.LogThrottle;
import io.mehari.thread.GatewayThread;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the database on a thread of its own: brings its tables up to date when it is there for the first time, then asks it every
 * few seconds whether it is there and takes writes, and goes on asking while it is not. Asks by a connection of its own, so that a pool
 * that is busy says nothing about the database. Safe for concurrent use.
 */
final class DatabaseWatch implements AutoCloseable {
    /** Between two looks at the pool; and the longest time until somebody's suspicion is looked into. */
    static final Duration TICK = Duration.ofMillis(250);

    static final Duration ASKED_EVERY = Duration.ofSeconds(5);
    static final Duration ASKED_AGAIN_AFTER = Duration.ofSeconds(1);

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseWatch.class);
    private static final Duration CLOSE_WITHIN = Duration.ofSeconds(5);

    /** Needs the tables to be there, says whether they may be changed, and costs next to nothing. */
    private static final String QUESTION =
            "select pg_is_in_recovery() or current_setting('transaction_read_only') = 'on', exists (select 1 from"
                    + " flyway_schema_history)";

    private static final String NO_SUCH_TABLE = "42P01";

    private final DataSource direct;
    private final SharedDatabase.Tables tables;
    private final DatabasePool pool;
    private final String address;
    private final CountDownLatch first = new CountDownLatch(1);
    private final CountDownLatch closing = new CountDownLatch(1);
    private final LogThrottle failures = new LogThrottle();
    private final List<Runnable> whenUsable = new CopyOnWriteArrayList<>();
    private final Thread thread = new GatewayThread(this::run, "mehari-database-watch");

    /** The watch's own; null while there is none. */
    private Connection connection;

    private boolean upToDate;
    private volatile boolean suspected;
    private volatile String problem = "not connected yet";
    private volatile Optional<String> remark = Optional.empty();
    private volatile long latencyNanos;
    private final LongAdder outages = new LongAdder();

    /**
     * Looks at nothing yet.
     *
     * @param direct gives connections outside of the pool
     * @param tables brings them up to date
     * @param pool looked at as well
     * @param address for people
     */
    DatabaseWatch(DataSource direct, SharedDatabase.Tables tables, DatabasePool pool, String address) {
        this.direct = direct;
        this.tables = tables;
        this.pool = pool;
        this.address = address;
    }

    void start() {
        thread.start();
    }

    /**
     * Waits until it has been asked for the first time, whatever came of that.
     *
     * @return false if that takes longer than the limit
     */
    boolean awaitFirst(Duration limit) {
        try {
            return first.await(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    void whenUsable(Runnable action) {
        whenUsable.add(action);
    }

    /** What keeps it from being used; null while it is well. */
    String problem() {
        return problem;
    }

    Optional<String> remark() {
        return remark;
    }

    Duration latency() {
        return Duration.ofNanos(latencyNanos);
    }

    long outages() {
        return outages.sum();
    }

    /** Somebody could not get a connection: it is asked soon. */
    void suspect() {
        suspected = true;
    }

    private void run() {
        long askedAt = 0;
        boolean begun = false;
        try {
            do {
                long pause = (problem == null ? ASKED_EVERY : ASKED_AGAIN_AFTER).toNanos();
                if (!begun || suspected || System.nanoTime() - askedAt >= pause) {
                    suspected = false;
                    begun = true;
                    ask();
                    askedAt = System.nanoTime();
                    first.countDown();
                }
                pool.look();
            } while (!closing.await(TICK.toMillis(), TimeUnit.MILLISECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            first.countDown();
            disconnect();
        }
    }

    private void ask() {
        try {
            if (!upToDate) {
                remark = tables.bringUpToDate();
                upToDate = true;
            }
            long begun = System.nanoTime();
            answer();
            latencyNanos = System.nanoTime() - begun;
            works();
        } catch (IOException | SQLException | RuntimeException e) {
            upToDate = upToDate && !isWithoutTables(e);
            disconnect();
            fails(e);
        }
    }

    private static boolean isWithoutTables(Exception e) {
        return e instanceof SQLException sql && NO_SUCH_TABLE.equals(sql.getSQLState());
    }

    private void answer() throws SQLException {
        if (connection == null) {
            connection = direct.getConnection();
        }
        try (Statement statement = connection.createStatement();
                ResultSet answer = statement.executeQuery(QUESTION)) {
            if (answer.next() && answer.getBoolean(1)) {
                throw new SQLException("It takes no writes", "25006");
            }
        }
    }

    private void works() {
        if (problem != null) {
            pool.renew();
            problem = null;
            LOG.info("The database at {} is used", address);
            whenUsable.forEach(Runnable::run);
        }
    }

    private void fails(Exception e) {
        String before = problem;
        problem = DatabaseFailures.text(e);
        LOG.debug("The database cannot be used", e);
        if (before == null) {
            outages.increment();
        }
        long times = failures.occurred();
        if (times > 0 || !problem.equals(before)) {
            LOG.warn(
                    "The database at {} cannot be used: {}; calls go on, dead letters are lost, and it is tried again"
                            + " ({} attempts so far)",
                    address,
                    problem,
                    failures.count());
        }
    }

    private void disconnect() {
        Connection last = connection;
        connection = null;
        try {
            if (last != null) {
                last.close();
            }
        } catch (SQLException e) {
            LOG.debug("The connection was broken", e);
        }
    }

    /** Ends the thread, which is not interrupted: within the limit of a question that it has asked. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(CLOSE_WITHIN.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
