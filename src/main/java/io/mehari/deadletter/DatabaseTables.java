package io.mehari.deadletter;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * The tables of the database, brought up to date. A new file, and one that is up to date already, need nothing of Flyway,
 * whose classes alone are a tenth of a start; it is asked about any other.
 */
final class DatabaseTables {
    /** Migrations in their order, with the checksums that Flyway gives them. */
    static final List<String> MIGRATIONS = List.of(
            "1 SQL V1__dead_letters.sql -1454133447 true",
            "2 SQL V2__dead_letter_sizes.sql 487882637 true",
            "3 SQL V3__dead_letter_replay.sql 334928386 true",
            "5 SQL V5__error_memory.sql 1980905792 true",
            "7 SQL V7__trace_ids.sql -2074074348 true",
            "8 SQL V8__cached_results.sql 965830884 true",
            "9 SQL V9__learning.sql 1418452538 true",
            "10 SQL V10__configuration_changes.sql 702563259 true",
            "11 SQL V11__learning_contexts.sql 789408336 true");

    /** Not Flyway's own folder: an application around the gateway may have migrations there. */
    private static final String LOCATION = "classpath:mehari/embedded/db/migration";

    private static final String NEW = "/db/new/tables.sql";
    private static final String HISTORY = "flyway_schema_history";
    private static final String UNFINISHED_HISTORY = "new_history";
    private static final Set<String> OURS = Set.of(
            "dead_letters",
            "error_templates",
            "cached_results",
            "learning_positions",
            "learning_tools",
            "learning_contexts",
            "configuration_changes",
            "configuration_files");

    private DatabaseTables() {}

    /**
     * Makes the tables, or changes those of an earlier version.
     *
     * @throws SQLException if the database fails
     * @throws IOException if the program is damaged
     * @throws org.flywaydb.core.api.FlywayException if the tables are not those of a version known here
     */
    static void bringUpToDate(DataSource database) throws SQLException, IOException {
        if (!isUpToDate(database)) {
            Flyway.configure().locations(LOCATION).dataSource(database).load().migrate();
        }
    }

    /**
     * Makes the tables of a database that other gateways may use at the same time, or changes those of an earlier version: Flyway
     * lets one gateway in after another. Tables of a later version are left as they are, and said.
     *
     * @return that there is a later version; empty if there is none
     * @throws SQLException if the database fails
     * @throws org.flywaydb.core.api.FlywayException if the tables are not those of a version known here or later
     */
    static Optional<String> bringUpToDateWithOthers(DataSource database) throws SQLException {
        List<String> there = List.of();
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            if (hasHistory(statement)) {
                there = migrations(statement);
            }
        }
        if (!there.equals(MIGRATIONS)) {
            Flyway.configure().locations(LOCATION).dataSource(database).load().migrate();
        }
        if (there.size() <= MIGRATIONS.size()) {
            return Optional.empty();
        }
        return Optional.of(
                "The tables are of a later version of Mehari: " + there.get(there.size() - 1) + " is not known here");
    }

    private static boolean hasHistory(Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("select 1 from information_schema.tables where table_schema ="
                + " current_schema and table_name = '" + HISTORY + "'")) {
            return found.next();
        }
    }

    private static boolean isUpToDate(DataSource database) throws SQLException, IOException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            Set<String> tables = tables(statement);
            if (tables.contains(HISTORY)) {
                return migrations(statement).equals(MIGRATIONS);
            }
            if (!isUnused(tables, statement)) {
                return false;
            }
            for (String table : tables) {
                statement.execute("drop table " + table);
            }
            statement.execute(script());
            return true;
        }
    }

    private static Set<String> tables(Statement statement) throws SQLException {
        Set<String> tables = new TreeSet<>();
        try (ResultSet found = statement.executeQuery(
                "select table_name from information_schema.tables where table_schema = 'public'")) {
            while (found.next()) {
                tables.add(found.getString(1));
            }
        }
        return tables;
    }

    private static List<String> migrations(Statement statement) throws SQLException {
        List<String> migrations = new ArrayList<>();
        try (ResultSet found = statement.executeQuery("select version, type, script, checksum, success from " + HISTORY
                + " where installed_rank > 0 order by installed_rank")) {
            while (found.next()) {
                migrations.add(found.getString(1) + " " + found.getString(2) + " " + found.getString(3) + " "
                        + found.getInt(4) + " " + found.getBoolean(5));
            }
        }
        return migrations;
    }

    /** Whether there is nothing yet but, at most, what a first start left that was ended before it had made all tables. */
    private static boolean isUnused(Set<String> tables, Statement statement) throws SQLException {
        for (String table : tables) {
            if (!OURS.contains(table) && !UNFINISHED_HISTORY.equals(table)) {
                return false;
            }
            if (OURS.contains(table) && !isEmpty(table, statement)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEmpty(String table, Statement statement) throws SQLException {
        try (ResultSet found = statement.executeQuery("select 1 from " + table + " limit 1")) {
            return !found.next();
        }
    }

    private static String script() throws IOException {
        try (InputStream script = DatabaseTables.class.getResourceAsStream(NEW)) {
            if (script == null) {
                throw new IOException("There is no " + NEW + " in the program");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
