package io.mehari.support;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import org.flywaydb.core.Flyway;

/** The databases on which everything that has SQL is tried, with all tables. */
public enum Databases {
    /** As the gateway has it. */
    H2 {
        @Override
        String url(Path directory) {
            return "jdbc:h2:file:" + directory.resolve("mehari")
                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0";
        }

        @Override
        String user() {
            return "sa";
        }
    },
    /** A real one, started once for all tests of this JVM; each gets a database of its own. */
    POSTGRESQL {
        @Override
        String url(Path directory) {
            String name = "test" + NUMBER.incrementAndGet();
            try (Connection connection = postgres().getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return postgres().getJdbcUrl("postgres", name);
        }

        @Override
        String user() {
            return "postgres";
        }
    };

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedPostgres postgres;

    abstract String url(Path directory);

    abstract String user();

    /**
     * A new database.
     *
     * @param directory of the test, where it may write
     * @return to be closed by the test
     */
    public HikariDataSource opened(Path directory) {
        HikariDataSource pool = empty(directory);
        Flyway.configure().dataSource(pool).load().migrate();
        return pool;
    }

    /**
     * A new database without tables.
     *
     * @param directory of the test, where it may write
     * @return to be closed by the test
     */
    public HikariDataSource empty(Path directory) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url(directory));
        config.setUsername(user());
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    private static synchronized EmbeddedPostgres postgres() {
        if (postgres == null) {
            try {
                postgres = EmbeddedPostgres.builder().start();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return postgres;
    }
}
