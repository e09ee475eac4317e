package io.mehari.learning;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The SQL of what was learnt, in what H2 and PostgreSQL have in common. The rows of a journal are changed by its gateway
 * alone, so that those of several can be added up. Every method waits for the database. Safe for concurrent use.
 */
final class LearningTable {
    private static final String UPDATE = "update learning_tools set total_calls = total_calls + ?,"
            + " success_count = success_count + ?, total_latency_us = total_latency_us + ?, total_cost = total_cost + ?,"
            + " total_quality = total_quality + ?, last_call = greatest(last_call, cast(? as timestamp with time zone))"
            + " where node = ? and epoch = ? and server = ? and tool = ?";

    private static final String INSERT = "insert into learning_tools (total_calls, success_count, total_latency_us,"
            + " total_cost, total_quality, last_call, node, epoch, server, tool) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String SUMS =
            "select server, tool, sum(total_calls) as calls, sum(success_count) as successes,"
                    + " sum(total_latency_us) as micros, sum(total_cost) as cost, sum(total_quality) as quality,"
                    + " max(last_call) as latest from learning_tools group by server, tool order by sum(total_calls) desc limit ";

    private static final String JOURNALS = "select p.node, p.epoch, p.stored, t.server, t.tool, t.total_calls as calls,"
            + " t.success_count as successes, t.total_latency_us as micros, t.total_cost as cost,"
            + " t.total_quality as quality, t.last_call as latest from learning_positions p"
            + " left join learning_tools t on t.node = p.node and t.epoch = p.epoch";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    LearningTable(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /** The highest number of a journal that is counted; 0 if none is. */
    long position(Origin origin) {
        List<Long> found = jdbc.queryForList(
                "select stored from learning_positions where node = ? and epoch = ?",
                Long.class,
                origin.node(),
                origin.epoch());
        return found.isEmpty() ? 0 : found.get(0);
    }

    /**
     * Adds sums, and says how far the journal is counted with them: both or neither.
     *
     * @param from highest number that was counted before
     * @param to highest number that is counted with these
     * @param sums by tool
     * @throws OptimisticLockingFailureException if another number was counted before; nothing is added
     */
    void add(Origin origin, long from, long to, Map<ToolName, ToolSums> sums) {
        transaction.executeWithoutResult(status -> {
            move(origin, from, to);
            addAll(origin, List.copyOf(sums.entrySet()));
        });
    }

    private void move(Origin origin, long from, long to) {
        int moved = jdbc.update(
                "update learning_positions set stored = ? where node = ? and epoch = ? and stored = ?",
                to,
                origin.node(),
                origin.epoch(),
                from);
        if (moved == 0 && position(origin) != from) {
            throw new OptimisticLockingFailureException("Another number than " + from + " of the journal was counted");
        }
        if (moved == 0) {
            jdbc.update(
                    "insert into learning_positions (node, epoch, stored) values (?, ?, ?)",
                    origin.node(),
                    origin.epoch(),
                    to);
        }
    }

    private void addAll(Origin origin, List<Map.Entry<ToolName, ToolSums>> sums) {
        if (sums.isEmpty()) {
            return;
        }
        int[][] updated = jdbc.batchUpdate(UPDATE, sums, sums.size(), (row, tool) -> bind(row, origin, tool));
        List<Map.Entry<ToolName, ToolSums>> added = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            if (updated[0][i] == 0) {
                added.add(sums.get(i));
            }
        }
        if (!added.isEmpty()) {
            jdbc.batchUpdate(INSERT, added, added.size(), (row, tool) -> bind(row, origin, tool));
        }
    }

    private static void bind(PreparedStatement row, Origin origin, Map.Entry<ToolName, ToolSums> tool)
            throws SQLException {
        ToolSums sums = tool.getValue();
        row.setLong(1, sums.calls());
        row.setLong(2, sums.successes());
        row.setLong(3, sums.micros());
        row.setDouble(4, sums.cost());
        row.setDouble(5, sums.quality());
        row.setObject(6, sums.lastCall().atOffset(ZoneOffset.UTC));
        row.setString(7, origin.node());
        row.setString(8, origin.epoch());
        row.setString(9, tool.getKey().server());
        row.setString(10, tool.getKey().tool());
    }

    /**
     * What was learnt by each journal, and how far it is counted, as of one moment.
     *
     * @return those of all gateways that use the database
     */
    List<OriginSums> journals() {
        Map<Origin, Long> positions = new LinkedHashMap<>();
        Map<Origin, Map<ToolName, ToolSums>> tools = new LinkedHashMap<>();
        jdbc.query(JOURNALS, row -> {
            Origin origin = new Origin(row.getString("node"), row.getString("epoch"));
            positions.put(origin, row.getLong("stored"));
            Map<ToolName, ToolSums> sums = tools.computeIfAbsent(origin, missing -> new LinkedHashMap<>());
            if (row.getString("tool") != null) {
                sums.put(new ToolName(row.getString("server"), row.getString("tool")), sums(row));
            }
        });
        return positions.entrySet().stream()
                .map(journal -> new OriginSums(journal.getKey(), journal.getValue(), tools.get(journal.getKey())))
                .toList();
    }

    private static ToolSums sums(ResultSet row) throws SQLException {
        return new ToolSums(
                row.getLong("calls"),
                row.getLong("successes"),
                row.getLong("micros"),
                row.getDouble("cost"),
                row.getDouble("quality"),
                row.getObject("latest", OffsetDateTime.class).toInstant());
    }

    /**
     * What was learnt by all journals of all gateways.
     *
     * @param most tools, those that were called most
     */
    Map<ToolName, ToolSums> sums(int most) {
        Map<ToolName, ToolSums> sums = new LinkedHashMap<>();
        jdbc.query(SUMS + most, row -> {
            sums.put(new ToolName(row.getString("server"), row.getString("tool")), sums(row));
        });
        return sums;
    }
}
