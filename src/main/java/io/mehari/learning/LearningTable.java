package io.mehari.learning;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
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
    private static final String OF_TOOL = " where node = ? and epoch = ? and server = ? and tool = ?";

    private static final Rows<ToolName> TOOLS = new Rows<>(
            update("learning_tools") + OF_TOOL,
            insert("learning_tools", "", ""),
            tool -> List.of(tool.server(), tool.tool()));

    private static final Rows<ContextTool> CONTEXTS = new Rows<>(
            update("learning_contexts") + OF_TOOL + " and context = ?",
            insert("learning_contexts", ", context", ", ?"),
            each -> List.of(each.tool().server(), each.tool().tool(), each.context()));

    private static final String ADDED_UP = "sum(total_calls) as calls, sum(success_count) as successes,"
            + " sum(total_latency_us) as micros, sum(total_cost) as cost, sum(total_quality) as quality,"
            + " max(last_call) as latest";

    private static final String SUMS = "select server, tool, " + ADDED_UP
            + " from learning_tools group by server, tool order by sum(total_calls) desc limit ";

    private static final String CONTEXT_SUMS = "select context, server, tool, " + ADDED_UP
            + " from learning_contexts group by context, server, tool order by sum(total_calls) desc limit ";

    private static final String OF_JOURNAL = ", t.server, t.tool, t.total_calls as calls, t.success_count as successes,"
            + " t.total_latency_us as micros, t.total_cost as cost, t.total_quality as quality, t.last_call as latest"
            + " from learning_positions p ";

    /** One statement sees everything as of one moment. A row of a tool in all contexts has none. */
    private static final String JOURNALS = "select p.node, p.epoch, p.stored, cast('' as varchar(255)) as context"
            + OF_JOURNAL + "left join learning_tools t on t.node = p.node and t.epoch = p.epoch"
            + " union all select p.node, p.epoch, p.stored, t.context"
            + OF_JOURNAL + "join learning_contexts t on t.node = p.node and t.epoch = p.epoch";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    /**
     * How sums of one kind are written.
     *
     * @param update adds to a row
     * @param insert adds a row
     * @param key what says of what they are, behind the journal
     */
    private record Rows<K>(String update, String insert, Function<K, List<String>> key) {}

    private static String update(String table) {
        return "update " + table + " set total_calls = total_calls + ?, success_count = success_count + ?,"
                + " total_latency_us = total_latency_us + ?, total_cost = total_cost + ?, total_quality = total_quality + ?,"
                + " last_call = greatest(last_call, cast(? as timestamp with time zone))";
    }

    private static String insert(String table, String moreColumns, String moreValues) {
        return "insert into " + table + " (total_calls, success_count, total_latency_us, total_cost, total_quality,"
                + " last_call, node, epoch, server, tool" + moreColumns + ") values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?"
                + moreValues + ")";
    }

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
     * @param sums over the records between
     * @throws OptimisticLockingFailureException if another number was counted before; nothing is added
     */
    void add(Origin origin, long from, long to, LearnedSums sums) {
        transaction.executeWithoutResult(status -> {
            move(origin, from, to);
            addAll(TOOLS, origin, List.copyOf(sums.tools().entrySet()));
            addAll(CONTEXTS, origin, List.copyOf(sums.contexts().entrySet()));
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

    private <K> void addAll(Rows<K> rows, Origin origin, List<Map.Entry<K, ToolSums>> sums) {
        if (sums.isEmpty()) {
            return;
        }
        int[][] updated =
                jdbc.batchUpdate(rows.update(), sums, sums.size(), (row, each) -> bind(row, rows, origin, each));
        List<Map.Entry<K, ToolSums>> added = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            if (updated[0][i] == 0) {
                added.add(sums.get(i));
            }
        }
        if (!added.isEmpty()) {
            jdbc.batchUpdate(rows.insert(), added, added.size(), (row, each) -> bind(row, rows, origin, each));
        }
    }

    private static <K> void bind(PreparedStatement row, Rows<K> rows, Origin origin, Map.Entry<K, ToolSums> each)
            throws SQLException {
        ToolSums sums = each.getValue();
        row.setLong(1, sums.calls());
        row.setLong(2, sums.successes());
        row.setLong(3, sums.micros());
        row.setDouble(4, sums.cost());
        row.setDouble(5, sums.quality());
        row.setObject(6, sums.lastCall().atOffset(ZoneOffset.UTC));
        row.setString(7, origin.node());
        row.setString(8, origin.epoch());
        int place = 9;
        for (String part : rows.key().apply(each.getKey())) {
            row.setString(place++, part);
        }
    }

    /**
     * What was learnt by each journal, and how far it is counted, as of one moment.
     *
     * @return those of all gateways that use the database
     */
    List<OriginSums> journals() {
        Map<Origin, Long> positions = new LinkedHashMap<>();
        Map<Origin, Map<ToolName, ToolSums>> tools = new HashMap<>();
        Map<Origin, Map<ContextTool, ToolSums>> contexts = new HashMap<>();
        jdbc.query(JOURNALS, row -> {
            Origin origin = new Origin(row.getString("node"), row.getString("epoch"));
            positions.put(origin, row.getLong("stored"));
            String context = row.getString("context");
            if (row.getString("tool") != null && context.isEmpty()) {
                tools.computeIfAbsent(origin, missing -> new HashMap<>()).put(tool(row), sums(row));
            } else if (row.getString("tool") != null) {
                contexts.computeIfAbsent(origin, missing -> new HashMap<>())
                        .put(new ContextTool(context, tool(row)), sums(row));
            }
        });
        return positions.entrySet().stream()
                .map(journal -> new OriginSums(
                        journal.getKey(),
                        journal.getValue(),
                        new LearnedSums(
                                tools.getOrDefault(journal.getKey(), Map.of()),
                                contexts.getOrDefault(journal.getKey(), Map.of()))))
                .toList();
    }

    private static ToolName tool(ResultSet row) throws SQLException {
        return new ToolName(row.getString("server"), row.getString("tool"));
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
            sums.put(tool(row), sums(row));
        });
        return sums;
    }

    /**
     * What was learnt of tools in contexts, by all journals of all gateways.
     *
     * @param most pairs of a context and a tool, those that were called most
     */
    Map<ContextTool, ToolSums> contextSums(int most) {
        Map<ContextTool, ToolSums> sums = new LinkedHashMap<>();
        jdbc.query(CONTEXT_SUMS + most, row -> {
            sums.put(new ContextTool(row.getString("context"), tool(row)), sums(row));
        });
        return sums;
    }
}
