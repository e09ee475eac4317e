package io.mehari.deadletter;

import io.mehari.call.ArgumentMode;
import io.mehari.call.Outcome;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.Optional;

/** A dead letter as a row of its table. Stateless. */
final class DeadLetterRow {
    static final String INSERT = """
            insert into dead_letters (id, request_id, occurred_at, server, tool, caller, outcome, category, message,
                upstream_error, arguments, size, mode, withheld, may_have_run, trace_id)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""";

    /** What an entry takes besides its texts, in bytes: a generous estimate, the same as in the migration. */
    private static final int ENTRY_OVERHEAD = 512;

    private DeadLetterRow() {}

    static void bind(PreparedStatement insert, DeadLetter entry) throws SQLException {
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
        insert.setInt(12, sizeOf(entry));
        insert.setString(13, entry.mode().map(ArgumentMode::word).orElse(null));
        insert.setString(14, entry.withheld().code());
        insert.setBoolean(15, entry.replays().mayHaveRun());
        insert.setString(16, entry.traceId().orElse(null));
    }

    static DeadLetter read(ResultSet row, int number) throws SQLException {
        return new DeadLetter(
                row.getString("id"),
                row.getString("request_id"),
                row.getObject("occurred_at", OffsetDateTime.class).toInstant(),
                row.getString("server"),
                row.getString("tool"),
                row.getString("caller"),
                outcome(row.getString("outcome")),
                row.getString("category"),
                row.getString("message"),
                Optional.ofNullable(row.getString("upstream_error")),
                row.getString("arguments"),
                Optional.ofNullable(row.getString("mode"))
                        .map(mode -> ArgumentMode.valueOf(mode.toUpperCase(Locale.ROOT))),
                Withheld.of(row.getString("withheld")),
                replays(row),
                Optional.ofNullable(row.getString("trace_id")));
    }

    private static Replays replays(ResultSet row) throws SQLException {
        String request = row.getString("replay_request_id");
        Optional<Replays.Last> last = request == null
                ? Optional.empty()
                : Optional.of(new Replays.Last(
                        request,
                        row.getString("replay_caller"),
                        instant(row, "replay_at").orElse(Instant.EPOCH),
                        Optional.ofNullable(row.getString("replay_outcome")).map(DeadLetterRow::outcome),
                        Optional.ofNullable(row.getString("replay_message")).orElse("")));
        return new Replays(
                LetterState.of(row.getString("state")),
                row.getBoolean("may_have_run"),
                row.getInt("attempts"),
                last,
                instant(row, "next_replay_at"));
    }

    private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }

    private static Outcome outcome(String code) {
        return Outcome.valueOf(code.toUpperCase(Locale.ROOT));
    }

    static int sizeOf(DeadLetter entry) {
        return ENTRY_OVERHEAD
                + bytes(entry.message())
                + entry.upstreamError().map(DeadLetterRow::bytes).orElse(0)
                + bytes(entry.arguments());
    }

    /** Length in UTF-8; texts are storable, so surrogates are paired and two of them are four bytes. */
    private static int bytes(String text) {
        int bytes = text.length();
        for (int i = 0; i < text.length(); i++) {
            char unit = text.charAt(i);
            if (unit >= 0x80) {
                bytes += unit >= 0x800 && !Character.isSurrogate(unit) ? 2 : 1;
            }
        }
        return bytes;
    }
}
