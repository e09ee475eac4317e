package io.mehari.cache;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of the results that are kept, in what H2 and PostgreSQL have in common. Every method waits for the database. */
final class CachedResultsTable {
    /** Most rows removed by one commit. */
    static final int REMOVED_AT_ONCE = 500;

    private static final String REMOVE_FIRST = "delete from cached_results where cache_key in"
            + " (select cache_key from cached_results %s order by expires_at limit %d)";

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionTemplate transaction;

    CachedResultsTable(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.client = JdbcClient.create(jdbc);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** A result to keep; the time is milliseconds since 1970. */
    record Row(String key, byte[] content, long expiresAt) {}

    /** How many results there are, and how many bytes they have. */
    record Kept(long entries, long bytes) {}

    /** What is kept under a key and holds now; null if there is nothing. */
    byte[] find(String key, long now) {
        return client.sql("select content from cached_results where cache_key = :key and expires_at > :now")
                .param("key", key)
                .param("now", now)
                .query((row, number) -> row.getBytes(1))
                .optional()
                .orElse(null);
    }

    /** Keeps results by one commit, in place of what stood under their keys; of two under one key the later one. */
    void write(List<Row> rows) {
        Map<String, Row> byKey =
                new TreeMap<>(); // in one order everywhere, so that two gateways never wait for each other
        rows.forEach(row -> byKey.put(row.key(), row));
        Collection<Row> last = byKey.values();
        transaction.executeWithoutResult(status -> {
            jdbc.batchUpdate(
                    "delete from cached_results where cache_key = ?",
                    last,
                    last.size(),
                    (statement, row) -> statement.setString(1, row.key()));
            jdbc.batchUpdate(
                    "insert into cached_results (cache_key, scope, expires_at, size, content) values (?, ?, ?, ?, ?)",
                    last,
                    last.size(),
                    CachedResultsTable::bind);
        });
    }

    private static void bind(PreparedStatement statement, Row row) throws SQLException {
        statement.setString(1, row.key());
        statement.setString(2, CacheScope.partOf(row.key()));
        statement.setLong(3, row.expiresAt());
        statement.setInt(4, row.content().length);
        statement.setBytes(5, row.content());
    }

    void remove(CacheScope scope) {
        String condition = scope.isKey() ? "cache_key = :mark" : "scope like :mark";
        client.sql("delete from cached_results where " + condition)
                .param("mark", scope.isKey() ? scope.mark() : scope.mark() + "%")
                .update();
    }

    /** Removes results that do not hold any more, {@value #REMOVED_AT_ONCE} at most; says how many. */
    int removeExpired(long now) {
        return client.sql(REMOVE_FIRST.formatted("where expires_at <= :now", REMOVED_AT_ONCE))
                .param("now", now)
                .update();
    }

    /** Removes so many of those that would end first; says how many. */
    int removeFirst(int many) {
        return client.sql(REMOVE_FIRST.formatted("", many)).update();
    }

    Kept kept() {
        return client.sql("select count(*), coalesce(sum(size), 0) from cached_results")
                .query((row, number) -> new Kept(row.getLong(1), row.getLong(2)))
                .single();
    }
}
