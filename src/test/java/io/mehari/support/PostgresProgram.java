package io.mehari.support;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A real PostgreSQL on a port and data of its own, which can be stopped, started again, and made to stand still. */
public final class PostgresProgram implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(1);

    private static final String ADMINISTRATOR = "postgres";

    private final int port = FreePorts.next();
    private final Path data;
    private EmbeddedPostgres server;

    private PostgresProgram(Path data) {
        this.data = data;
    }

    /**
     * One that lets everybody in, and runs.
     *
     * @param directory of the test, where it keeps its data
     */
    public static PostgresProgram started(Path directory) {
        PostgresProgram program = new PostgresProgram(directory.resolve("postgresql"));
        program.start();
        return program;
    }

    /** Starts it with the data that it had. */
    public void start() {
        try {
            server = EmbeddedPostgres.builder()
                    .setPort(port)
                    .setDataDirectory(data)
                    .setCleanDataDirectory(false)
                    .setPGStartupWait(START)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops it; connections end, data stays. */
    public void stop() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills it and all its processes; what it has acknowledged stays, where {@code synchronous_commit} is on. */
    public void kill() {
        signal("-KILL");
        stop();
    }

    /** It takes connections and what is sent, and does nothing with it. */
    public void pause() {
        signal("-STOP");
    }

    /** It goes on. */
    public void resume() {
        signal("-CONT");
    }

    /** For {@code mehari.database.url}. */
    public String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    /** The administrator's name, for {@code mehari.database.username}. */
    public String user() {
        return ADMINISTRATOR;
    }

    /** Makes an empty database. */
    public String database(String name) {
        execute(ADMINISTRATOR, "create database " + name);
        return url(name);
    }

    /** Ends the connections of gateways to a database. */
    public void disconnect(String database) {
        execute(
                ADMINISTRATOR,
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = '" + database + "'");
    }

    /** Makes it ask for passwords from now on. */
    public void askForPasswords(String password) {
        execute(ADMINISTRATOR, "alter role " + ADMINISTRATOR + " password '" + password + "'");
        try {
            Files.writeString(
                    data.resolve("pg_hba.conf"),
                    "local all all trust\nhost all all all scram-sha-256\n",
                    StandardOpenOption.TRUNCATE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        execute(ADMINISTRATOR, "select pg_reload_conf()");
    }

    /** Runs a statement. */
    public void execute(String database, String sql) {
        try (Connection connection = DriverManager.getConnection(url(database), ADMINISTRATOR, "");
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    /** The first column of what a question gives. */
    public List<String> query(String database, String sql) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url(database), ADMINISTRATOR, "");
                Statement statement = connection.createStatement();
                ResultSet found = statement.executeQuery(sql)) {
            while (found.next()) {
                rows.add(found.getString(1));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private void signal(String name) {
        try {
            long postmaster = Long.parseLong(
                    Files.readAllLines(data.resolve("postmaster.pid")).get(0).strip());
            List<String> command = new ArrayList<>(List.of("kill", name, Long.toString(postmaster)));
            ProcessHandle.of(postmaster)
                    .map(ProcessHandle::descendants)
                    .orElse(Stream.empty())
                    .forEach(child -> command.add(Long.toString(child.pid())));
            new ProcessBuilder(command).start().waitFor(); // a child that has just ended is no failure
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        resume();
        stop();
    }
}
