package io.mehari.history.change;

import io.mehari.history.KeptVersion;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The SQL of copies of changes, in what H2 and PostgreSQL have in common. Every method waits for the database. */
final class ChangeTable {
    private static final int MOST_NAME = 255;
    private static final int MOST_COMMENT = 4096;
    private static final int MOST_PROBLEMS = 16_384;

    private static final String INSERT =
            "insert into configuration_changes (gateway, number, host, occurred_at, author_kind,"
                    + " author_name, author_comment, accepted, problems, digest) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private static final String INSERT_FILE =
            "insert into configuration_files (gateway, number, name, change, content) values (?, ?, ?, ?, ?)";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    ChangeTable(DataSource database) {
        this.jdbc = new JdbcTemplate(database);
        this.transaction = new TransactionTemplate(new JdbcTransactionManager(database));
    }

    /**
     * A file of a change.
     *
     * @param name of the file
     * @param change {@code added}, {@code changed} or {@code removed}
     * @param content without secrets; null where it was removed
     */
    record File(String name, String change, String content) {}

    /** The number of the last change of a gateway that is there; 0 if none is. */
    int last(String gateway) {
        Integer last = jdbc.queryForObject(
                "select coalesce(max(number), 0) from configuration_changes where gateway = ?", Integer.class, gateway);
        return last == null ? 0 : last;
    }

    /** Adds a change with its files by one commit. */
    void add(String gateway, String host, KeptVersion version, List<File> files) {
        transaction.executeWithoutResult(status -> {
            jdbc.update(
                    INSERT,
                    gateway,
                    version.number(),
                    storable(host, MOST_NAME),
                    version.at().atOffset(ZoneOffset.UTC),
                    version.author().kind(),
                    storable(version.author().name(), MOST_NAME),
                    storable(SecretValues.hide(version.author().comment()), MOST_COMMENT),
                    version.accepted(),
                    storable(SecretValues.hide(String.join("\n", version.problems())), MOST_PROBLEMS),
                    version.digest());
            if (!files.isEmpty()) {
                jdbc.batchUpdate(
                        INSERT_FILE, files, files.size(), (row, file) -> bind(row, gateway, version.number(), file));
            }
        });
    }

    private static void bind(PreparedStatement row, String gateway, int number, File file) throws SQLException {
        row.setString(1, gateway);
        row.setInt(2, number);
        row.setString(3, file.name());
        row.setString(4, file.change());
        row.setString(5, file.content() == null ? null : storable(file.content(), Integer.MAX_VALUE));
    }

    /** Removes changes that were made before a time; says how many. */
    int removeOlderThan(Instant time) {
        Integer removed = transaction.execute(status -> {
            jdbc.update(
                    "delete from configuration_files where exists (select 1 from configuration_changes c where"
                            + " c.gateway = configuration_files.gateway and c.number = configuration_files.number and"
                            + " c.occurred_at < ?)",
                    time.atOffset(ZoneOffset.UTC));
            return jdbc.update(
                    "delete from configuration_changes where occurred_at < ?", time.atOffset(ZoneOffset.UTC));
        });
        return removed == null ? 0 : removed;
    }

    /** No database takes NUL. */
    private static String storable(String text, int most) {
        String cut = text.length() <= most ? text : text.substring(0, most);
        return cut.replace('\0', '\uFFFD');
    }
}
