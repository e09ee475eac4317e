package io.mehari.learning;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.h2.jdbcx.JdbcDataSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/** Databases that learning is tried on: new ones, with the tables of all migrations. */
enum TestStores {
    H2 {
        @Override
        DataSource open() {
            JdbcDataSource memory = new JdbcDataSource();
            memory.setUrl("jdbc:h2:mem:" + UUID.randomUUID()
                    + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE;DEFAULT_NULL_ORDERING=HIGH;DB_CLOSE_DELAY=-1");
            return memory;
        }
    },
    POSTGRESQL {
        @Override
        DataSource open() {
            try {
                String name = "learning_" + UUID.randomUUID().toString().replace('-', '_');
                EmbeddedPostgres server = Server.started();
                try (Connection connection = server.getPostgresDatabase().getConnection()) {
                    connection.createStatement().execute("create database " + name);
                }
                return server.getDatabase("postgres", name);
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    };

    /** Without tables. */
    abstract DataSource open();

    /** One that can be stopped: asked for a connection meanwhile, it fails. */
    Switched opened() {
        DataSource database = open();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:db/migration")
                .load()
                .migrate();
        return new Switched(database);
    }

    /** Fails while it is down. */
    static final class Switched extends DelegatingDataSource {
        final AtomicBoolean down = new AtomicBoolean();

        Switched(DataSource database) {
            super(database);
        }

        @Override
        public Connection getConnection() throws SQLException {
            if (down.get()) {
                throw new SQLException("the database is down", "08001");
            }
            return super.getConnection();
        }
    }

    /** One PostgreSQL for all tests of a JVM, ended with it. */
    private static final class Server {
        private static EmbeddedPostgres server;

        static synchronized EmbeddedPostgres started() {
            if (server == null) {
                try {
                    server = EmbeddedPostgres.builder().start();
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
            return server;
        }
    }
}
