package io.mehari.failure.memory;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.mehari.protocol.Json;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of the error memory, in what H2 and PostgreSQL have in common. Every method waits for the database. */
final class ErrorTable {
    /** Most rows written by one commit. */
    static final int BATCH = 100;

    private static final String COLUMNS =
            "template, category, outcome, occurrences, first_seen, last_seen, servers, tools,"
                    + " examples, recoveries, solution, known_error, solved_by, solved_at, traces, id";

    private static final String TIME = "cast(? as timestamp with time zone)";

    private static final String UPDATE = "update error_templates set template = ?, category = ?, outcome = ?,"
            + " occurrences = occurrences + ?, first_seen = least(first_seen, " + TIME
            + "), last_seen = greatest(last_seen, "
            + TIME + "), servers = ?, tools = ?, examples = ?, recoveries = ?, traces = ? where id = ?";

    /** The latest solution holds, whichever gateway has recorded it. */
    private static final String SOLVE = "update error_templates set solution = ?, known_error = ?, solved_by = ?,"
            + " solved_at = ? where id = ? and (solved_at is null or solved_at <= " + TIME + ")";

    private static final String INSERT =
            "insert into error_templates (" + COLUMNS + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final JsonMapper JSON = Json.MAPPER;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    ErrorTable(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** Everything, the latest first, at most so many. */
    List<RememberedError> load(int most) {
        return jdbc.query(
                "select " + COLUMNS + " from error_templates order by last_seen desc limit " + most, ErrorTable::error);
    }

    /**
     * What is to be written of an error.
     *
     * @param error as it is known here
     * @param more how often it has come since it was written last: what others have counted stays
     */
    record Row(RememberedError error, long more) {}

    /** Writes by one commit for each {@value #BATCH}; those of a batch that fails and of later ones are not written. */
    void save(List<Row> rows) {
        for (int i = 0; i < rows.size(); i += BATCH) {
            List<Row> batch = rows.subList(i, Math.min(rows.size(), i + BATCH));
            transaction.executeWithoutResult(status -> saveBatch(batch));
        }
    }

    private void saveBatch(List<Row> unordered) {
        List<Row> batch = unordered.stream()
                .sorted(Comparator.comparing(row -> row.error().id())) // so that two gateways never wait for each other
                .toList();
        int[][] updated = jdbc.batchUpdate(UPDATE, batch, BATCH, ErrorTable::bindChange);
        List<RememberedError> added = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            if (updated[0][i] == 0) {
                added.add(batch.get(i).error());
            }
        }
        if (!added.isEmpty()) {
            jdbc.batchUpdate(INSERT, added, BATCH, ErrorTable::bind);
        }
        List<RememberedError> solved = batch.stream()
                .map(Row::error)
                .filter(error -> error.solution().isPresent() && !added.contains(error))
                .toList();
        if (!solved.isEmpty()) {
            jdbc.batchUpdate(SOLVE, solved, BATCH, ErrorTable::bindSolution);
        }
    }

    private static void bindChange(PreparedStatement row, Row change) throws SQLException {
        RememberedError error = change.error();
        row.setString(1, error.template());
        row.setString(2, error.category());
        row.setString(3, error.outcome());
        row.setLong(4, change.more());
        row.setObject(5, error.firstSeen().atOffset(ZoneOffset.UTC));
        row.setObject(6, error.lastSeen().atOffset(ZoneOffset.UTC));
        row.setString(7, json(error.servers()));
        row.setString(8, json(error.tools()));
        row.setString(9, json(error.examples()));
        row.setString(10, json(error.recoveries()));
        row.setString(11, json(error.traces()));
        row.setString(12, error.id());
    }

    private static void bindSolution(PreparedStatement row, RememberedError error) throws SQLException {
        Solution solution = error.solution().orElseThrow();
        OffsetDateTime at = solution.at().atOffset(ZoneOffset.UTC);
        row.setString(1, solution.text());
        row.setString(2, solution.knownError());
        row.setString(3, solution.by());
        row.setObject(4, at);
        row.setString(5, error.id());
        row.setObject(6, at);
    }

    void remove(Collection<String> ids) {
        List<Object[]> rows = ids.stream().map(id -> new Object[] {id}).toList();
        for (int i = 0; i < rows.size(); i += BATCH) {
            List<Object[]> batch = rows.subList(i, Math.min(rows.size(), i + BATCH));
            transaction.executeWithoutResult(
                    status -> jdbc.batchUpdate("delete from error_templates where id = ?", batch));
        }
    }

    private static void bind(PreparedStatement row, RememberedError error) throws SQLException {
        row.setString(1, error.template());
        row.setString(2, error.category());
        row.setString(3, error.outcome());
        row.setLong(4, error.count());
        row.setObject(5, error.firstSeen().atOffset(ZoneOffset.UTC));
        row.setObject(6, error.lastSeen().atOffset(ZoneOffset.UTC));
        row.setString(7, json(error.servers()));
        row.setString(8, json(error.tools()));
        row.setString(9, json(error.examples()));
        row.setString(10, json(error.recoveries()));
        row.setString(11, error.solution().map(Solution::text).orElse(null));
        row.setString(12, error.solution().map(Solution::knownError).orElse(null));
        row.setString(13, error.solution().map(Solution::by).orElse(null));
        row.setObject(
                14,
                error.solution()
                        .map(found -> found.at().atOffset(ZoneOffset.UTC))
                        .orElse(null));
        row.setString(15, json(error.traces()));
        row.setString(16, error.id());
    }

    private static RememberedError error(ResultSet row, int number) throws SQLException {
        return new RememberedError(
                row.getString("id"),
                row.getString("template"),
                row.getString("category"),
                row.getString("outcome"),
                row.getLong("occurrences"),
                instant(row, "first_seen"),
                instant(row, "last_seen"),
                read(row.getString("servers"), new TypeReference<List<String>>() {}),
                read(row.getString("tools"), new TypeReference<List<String>>() {}),
                read(row.getString("examples"), new TypeReference<List<String>>() {}),
                read(row.getString("recoveries"), new TypeReference<Map<String, Long>>() {}),
                solution(row),
                read(row.getString("traces"), new TypeReference<List<String>>() {}));
    }

    private static Optional<Solution> solution(ResultSet row) throws SQLException {
        String text = row.getString("solution");
        return text == null
                ? Optional.empty()
                : Optional.of(new Solution(
                        text, row.getString("known_error"), row.getString("solved_by"), instant(row, "solved_at")));
    }

    private static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }

    private static String json(Object value) {
        try {
            return JSON.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <T> T read(String json, TypeReference<T> type) {
        try {
            return JSON.convertValue(Json.read(json), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A row of the error memory cannot be read", e);
        }
    }
}
