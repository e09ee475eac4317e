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

    FaultyDatabase(DataSource database) {
        super(database);
    }

    void down(boolean isDown) {
        down = isDown;
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
        if (down) {
            throw new SQLException("down for the test", "08001");
        }
        return super.getConnection();
    }
}
