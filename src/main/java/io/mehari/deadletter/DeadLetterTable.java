package io.mehari.deadletter;

import io.mehari.call.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of the dead letters, in what H2 and PostgreSQL have in common. Every method waits for the database. */
final class DeadLetterTable {
    private static final String INSERT = """
            insert into dead_letters (id, request_id, occurred_at, server, tool, caller, outcome, category, message,
                upstream_error, arguments)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionTemplate transaction;

    DeadLetterTable(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.client = JdbcClient.create(jdbc);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** Writes all entries by one commit, or none. */
    void insert(List<DeadLetter> entries) {
        transaction.executeWithoutResult(
                status -> jdbc.batchUpdate(INSERT, entries, entries.size(), DeadLetterTable::bind));
    }

    /** Tries whether the database takes an entry, and takes it back. */
    void probe(DeadLetter entry) {
        transaction.executeWithoutResult(status -> {
            jdbc.batchUpdate(INSERT, List.of(entry), 1, DeadLetterTable::bind);
            status.setRollbackOnly();
        });
    }

    List<DeadLetter> list(int limit, Optional<String> before) {
        String where = before.isPresent() ? " where id < :before" : "";
        JdbcClient.StatementSpec query = client.sql(
                        "select * from dead_letters" + where + " order by id desc limit :limit")
                .param("limit", limit);
        before.ifPresent(id -> query.param("before", id));
        return query.query(DeadLetterTable::entry).list();
    }

    Optional<DeadLetter> find(String id) {
        return client.sql("select * from dead_letters where id = :id")
                .param("id", id)
                .query(DeadLetterTable::entry)
                .optional();
    }

    long count() {
        return client.sql("select count(*) from dead_letters").query(Long.class).single();
    }

    /** Removes entries older than a time, and the oldest beyond a number. Says how many. */
    int remove(Instant olderThan, int keep) {
        int old = client.sql("delete from dead_letters where occurred_at < :time")
                .param("time", olderThan.atOffset(ZoneOffset.UTC))
                .update();
        int beyond = client.sql("""
                        delete from dead_letters where id <=
                            (select id from dead_letters order by id desc limit 1 offset :keep)""").param("keep", keep).update();
        return old + beyond;
    }

    private static void bind(PreparedStatement insert, DeadLetter entry) throws SQLException {
        insert.setString(1, entry.id());
        insert.setString(2, entry.requestId());
        insert.setObject(3, entry.occurredAt().atOffset(ZoneOffset.UTC));
        insert.setString(4, entry.server());
        insert.setString(5, entry.tool());
        insert.setString(6, entry.caller());
        insert.setString(7, entry.outcome().code());
        insert.setString(8, entry.category());
        insert.setString(9, entry.message());
        insert.setString(10, entry.upstreamError().orElse(null));
        insert.setString(11, entry.arguments());
    }

    private static DeadLetter entry(ResultSet row, int number) throws SQLException {
        return new DeadLetter(
                row.getString("id"),
                row.getString("request_id"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("server"),
                row.getString("tool"),
                row.getString("caller"),
                Outcome.valueOf(row.getString("outcome").toUpperCase(Locale.ROOT)),
                row.getString("category"),
                row.getString("message"),
                Optional.ofNullable(row.getString("upstream_error")),
                row.getString("arguments"));
    }
}
