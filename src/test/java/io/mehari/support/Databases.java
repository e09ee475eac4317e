package io.mehari.support;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.mehari.database.DatabasePoolSettings;
import io.mehari.database.DatabaseSettings;
import io.mehari.database.SharedDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/** The databases on which everything that has SQL is tried, with all tables. */
public enum Databases {
    /** As the gateway has it. */
    H2 {
        @Override
        public String url(Path directory) {
            return "jdbc:h2:file:" + directory.resolve("mehari")
                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;WRITE_DELAY=0";
        }
    },
    /** A real one, started once for all tests of this JVM; each gets a database of its own. */
    POSTGRESQL {
        @Override
        public String url(Path directory) {
            String name = "test" + NUMBER.incrementAndGet();
            try (Connection connection = postgres().getPostgresDatabase().getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute("create database " + name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
            return "jdbc:postgresql://localhost:" + postgres().getPort() + "/" + name;
        }
    };

    private static final AtomicInteger NUMBER = new AtomicInteger();
    private static EmbeddedPostgres postgres;

    /**
     * Where a new database is, without tables.
     *
     * @param directory of the test, where it may write
     * @return for this process and others
     */
    public abstract String url(Path directory);

    /**
     * A new database.
     *
     * @param directory of the test, where it may write
     * @return to be closed by the test
     */
    public HikariDataSource opened(Path directory) {
        return withTables(empty(directory));
    }

    /**
     * A new database with all tables, to which nobody is connected.
     *
     * @param directory of the test, where it may write
     * @return its url, for this process and others
     */
    public String prepared(Path directory) {
        String url = url(directory);
        withTables(at(url)).close();
        return url;
    }

    private static HikariDataSource withTables(HikariDataSource pool) {
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
        return at(url(directory));
    }

    /**
     * A database that is there.
     *
     * @param url from {@link #url} or {@link #prepared}
     * @return to be closed by the test
     */
    public static HikariDataSource at(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setUsername(isShared(url) ? "postgres" : "sa");
        config.setMaximumPoolSize(4);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /**
     * A database that is there and has its tables, by the connections that a gateway makes to it.
     *
     * @param url from {@link #prepared}
     */
    public static DataSource asOfGateway(String url) {
        return isShared(url)
                ? SharedDatabase.begin(
                        new DatabaseSettings(url, "postgres", "", new DatabasePoolSettings(2, 4)),
                        tables -> Optional.empty())
                : at(url);
    }

    private static boolean isShared(String url) {
        return url.startsWith("jdbc:postgresql:");
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
