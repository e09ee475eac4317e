package io.mehari.heartbeat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * One line about the heartbeats of each connection, now and then: as text, and as fields of their own where the log is
 * JSON ({@code logging.structured.format.console}). Not for concurrent use.
 */
final class HeartbeatLog {
    /** Most lines about clients at a time; those in trouble come first. */
    static final int MOST_CLIENTS = 100;

    /** Shorter names that the text has for two fields, as its readers know them. */
    private static final Map<String, String> SHORT = Map.of("protocol_version", "protocol", "request_id", "req_id");

    private static final Logger LOG = LoggerFactory.getLogger("io.mehari.heartbeat");

    private final LongSupplier nanoTime;
    private boolean began;
    private long dueAt;

    HeartbeatLog(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** True once for each log interval. */
    boolean isDue(HeartbeatSettings settings) {
        long now = nanoTime.getAsLong();
        boolean due = began && now - dueAt >= 0;
        if (due || !began) {
            began = true;
            dueAt = now + settings.log().toNanos();
        }
        return due && LOG.isInfoEnabled();
    }

    void servers(List<HeartbeatRecord> records) {
        records.forEach(HeartbeatLog::line);
    }

    /**
     * Lines about clients.
     *
     * @param records of those that are told, {@value #MOST_CLIENTS} at most
     * @param all how many clients there are
     */
    void clients(List<HeartbeatRecord> records, int all) {
        records.forEach(HeartbeatLog::line);
        if (all > records.size()) {
            LOG.info("Heartbeats of {} more clients are in GET /debug/heartbeat", all - records.size());
        }
    }

    private static void line(HeartbeatRecord told) {
        Map<String, Object> fields = told.fields();
        LoggingEventBuilder event = LOG.atInfo();
        for (Map.Entry<String, Object> field : fields.entrySet()) {
            if (field.getValue() != null) {
                event = event.addKeyValue(field.getKey(), field.getValue());
            }
        }
        String text = fields.entrySet().stream()
                .filter(field -> field.getValue() != null && !field.getKey().equals("heartbeat"))
                .map(field -> SHORT.getOrDefault(field.getKey(), field.getKey()) + "=" + quoted(field.getValue()))
                .collect(Collectors.joining(" "));
        event.log(
                "{} heartbeat #{} {}",
                fields.get("transport_type").toString().toUpperCase(Locale.ROOT),
                fields.get("heartbeat"),
                text);
    }

    private static String quoted(Object value) {
        String text = value.toString();
        return text.indexOf(' ') < 0 ? text : '"' + text.replace("\"", "'") + '"';
    }
}
