package io.mehari.deadletter;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Semaphore;
import javax.sql.DataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** A database that a test can take down, or make wait. */
final class FaultyDatabase extends DelegatingDataSource {
    private static final int PLENTY = 1_000_000;

    private final Semaphore gate = new Semaphore(PLENTY);
    private volatile boolean down;
    private volatile Error broken;

    FaultyDatabase(DataSource database) {
        super(database);
    }

    void down(boolean isDown) {
        down = isDown;
    }

    /** What every connection asked for from now on ends in; null for none. */
    void broken(Error error) {
        broken = error;
    }

    /** Every connection asked for from now on waits. */
    void hold() {
        gate.drainPermits();
    }

    void release() {
        gate.release(PLENTY);
    }

    void releaseOne() {
        gate.release();
    }

    boolean holdsSomeone() {
        return gate.hasQueuedThreads();
    }

    @Override
    public Connection getConnection() throws SQLException {
        gate.acquireUninterruptibly();
        if (broken != null) {
            throw broken;
        }
        if (down) {
            throw new SQLException("down for the test", "08001");
        }
        return super.getConnection();
    }
}
