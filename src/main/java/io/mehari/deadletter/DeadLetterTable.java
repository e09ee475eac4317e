package io.mehari.deadletter;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of the dead letters, in what H2 and PostgreSQL have in common. Every method waits for the database. */
final class DeadLetterTable {
    private static final String REMOVE_OLD = """
            delete from dead_letters where id in
                (select id from dead_letters where occurred_at < :time order by occurred_at limit 500)""";

    /** Most entries removed by one commit: the database keeps what a commit replaces until it is through. */
    static final int REMOVED_AT_ONCE = 500;

    /** Most bytes of entries in one page of the list, unless the first entry alone is larger. */
    static final int PAGE_BYTES = 1 << 20;

    private final JdbcTemplate jdbc;
    private final JdbcClient client;
    private final TransactionTemplate transaction;
    private final boolean shared;

    /**
     * The table of a database.
     *
     * @param shared whether others write to it as well, so that what is known of it may be old
     */
    DeadLetterTable(DataSource database, boolean shared) {
        this.shared = shared;
        this.jdbc = new JdbcTemplate(database);
        this.client = JdbcClient.create(jdbc);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /**
     * Writes all entries and removes the oldest beyond the bound by one commit, or does nothing. Removes
     * {@value #REMOVED_AT_ONCE} entries at most.
     *
     * @param known what there is; null to count it
     * @return what there is afterwards
     */
    Tally insert(List<DeadLetter> entries, Tally known, Tally bound) {
        return transaction.execute(status -> {
            Tally before = known == null ? tally() : known;
            if (!entries.isEmpty()) {
                jdbc.batchUpdate(DeadLetterRow.INSERT, entries, entries.size(), DeadLetterRow::bind);
            }
            Tally added = new Tally(
                    entries.size(),
                    entries.stream().mapToLong(DeadLetterRow::sizeOf).sum());
            return removeBeyond(bound, before.plus(added));
        });
    }

    /**
     * Removes the oldest entries beyond the bound by one commit, {@value #REMOVED_AT_ONCE} at most.
     *
     * @param before what there is
     * @return what there is afterwards
     */
    Tally trim(Tally before, Tally bound) {
        return transaction.execute(status -> removeBeyond(bound, before));
    }

    private Tally removeBeyond(Tally bound, Tally before) {
        if (!before.exceeds(bound)) {
            return before;
        }
        Tally left = shared ? tally() : before;
        String last = null;
        for (Sized oldest : sizes("order by id limit " + REMOVED_AT_ONCE)) {
            if (!left.exceeds(bound)) {
                break;
            }
            left = left.minus(new Tally(1, oldest.size()));
            last = oldest.id();
        }
        if (last == null) {
            return left.exceeds(bound) ? Tally.NONE : left;
        }
        client.sql("delete from dead_letters where id <= :last")
                .param("last", last)
                .update();
        return left;
    }

    /** Tries whether the database takes an entry, and takes it back. */
    void probe(DeadLetter entry) {
        transaction.executeWithoutResult(status -> {
            jdbc.batchUpdate(DeadLetterRow.INSERT, List.of(entry), 1, DeadLetterRow::bind);
            status.setRollbackOnly();
        });
    }

    /** Those of the entries that are not there, in their order. */
    List<DeadLetter> missing(List<DeadLetter> entries) {
        Set<String> there = Set.copyOf(client.sql("select id from dead_letters where id in (:ids)")
                .param("ids", entries.stream().map(DeadLetter::id).toList())
                .query(String.class)
                .list());
        return entries.stream().filter(entry -> !there.contains(entry.id())).toList();
    }

    /** The newest entries of a filter, as many as fit into a page; without a filter an index knows how many. */
    DeadLetterPage list(DeadLetterFilter filter, int limit, Optional<String> before) {
        int fitting = 0;
        long bytes = 0;
        List<Sized> candidates = sizesBefore(filter, limit + 1, before);
        for (Sized candidate : candidates) {
            bytes += candidate.size();
            if (fitting == limit || fitting > 0 && bytes > PAGE_BYTES) {
                break;
            }
            fitting++;
        }
        if (fitting == 0) {
            return new DeadLetterPage(List.of(), Optional.empty());
        }
        String last = candidates.get(fitting - 1).id();
        List<DeadLetter> entries = client.sql("select * from dead_letters where id >= :last and id <= :first and "
                        + filter.condition() + " order by id desc")
                .params(filter.bound())
                .param("last", last)
                .param("first", candidates.get(0).id())
                .query(DeadLetterRow::read)
                .list();
        return new DeadLetterPage(entries, fitting < candidates.size() ? Optional.of(last) : Optional.empty());
    }

    private List<Sized> sizesBefore(DeadLetterFilter filter, int limit, Optional<String> before) {
        return client.sql("select id, size from dead_letters where " + filter.condition()
                        + (before.isEmpty() ? "" : " and id < :before") + " order by id desc limit " + limit)
                .params(filter.bound())
                .params(before.isEmpty() ? Map.of() : Map.of("before", before.get()))
                .query(DeadLetterTable::sized)
                .list();
    }

    private List<Sized> sizes(String rest) {
        return client.sql("select id, size from dead_letters " + rest)
                .query(DeadLetterTable::sized)
                .list();
    }

    Optional<DeadLetter> find(String id) {
        return client.sql("select * from dead_letters where id = :id")
                .param("id", id)
                .query(DeadLetterRow::read)
                .optional();
    }

    long count() {
        return client.sql("select count(*) from dead_letters").query(Long.class).single();
    }

    /** Counts and sums what there is; reads an index only. */
    Tally tally() {
        return client.sql("select count(*), coalesce(sum(size), 0) from dead_letters")
                .query((row, number) -> new Tally(row.getLong(1), row.getLong(2)))
                .single();
    }

    /** How many bytes of results the cache keeps beside the entries; reads an index only. */
    long cachedBytes() {
        return client.sql("select coalesce(sum(size), 0) from cached_results")
                .query(Long.class)
                .single();
    }

    /** Removes entries older than a time by one commit, {@value #REMOVED_AT_ONCE} at most; says how many. */
    int removeOlderThan(Instant time) {
        return client.sql(REMOVE_OLD)
                .param("time", time.atOffset(ZoneOffset.UTC))
                .update();
    }

    private static Sized sized(ResultSet row, int number) throws SQLException {
        return new Sized(row.getString(1), row.getInt(2));
    }

    private record Sized(String id, int size) {}
}
