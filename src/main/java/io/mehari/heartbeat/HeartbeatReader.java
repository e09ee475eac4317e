package io.mehari.heartbeat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.mehari.protocol.Json;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Reads one {@code heartbeat.json} and collects everything that is wrong with it. For one thread and one file. */
final class HeartbeatReader {
    private static final int DAY = 86_400;
    private static final int HOUR = 3_600;

    private final List<String> problems = new ArrayList<>();

    private HeartbeatReader() {}

    /**
     * The settings in a file.
     *
     * @throws InvalidHeartbeatException naming all unknown keys and wrong values at once
     */
    static HeartbeatSettings read(byte[] bytes) throws InvalidHeartbeatException {
        HeartbeatReader reader = new HeartbeatReader();
        HeartbeatSettings settings = reader.settings(tree(bytes));
        if (!reader.problems.isEmpty()) {
            throw new InvalidHeartbeatException(reader.problems);
        }
        return settings;
    }

    private static JsonNode tree(byte[] bytes) throws InvalidHeartbeatException {
        try {
            return Json.read(bytes);
        } catch (JsonProcessingException e) {
            String place =
                    e.getLocation() == null ? "" : " in line " + e.getLocation().getLineNr();
            throw new InvalidHeartbeatException(List.of("it is not JSON" + place + ": " + e.getOriginalMessage()));
        } catch (IOException e) {
            throw new InvalidHeartbeatException(List.of("it cannot be read: " + e.getMessage()));
        }
    }

    private HeartbeatSettings settings(JsonNode tree) {
        HeartbeatSettings defaults = HeartbeatSettings.DEFAULTS;
        HeartbeatObject keys = new HeartbeatObject(tree, "", problems);
        HeartbeatSettings read = new HeartbeatSettings(
                keys.flag("enabled", defaults.enabled()),
                keys.seconds("heartbeat_interval_seconds", defaults.interval(), HOUR),
                keys.seconds("heartbeat_check_interval_seconds", defaults.check(), 60),
                keys.seconds("heartbeat_log_interval_seconds", defaults.log(), DAY),
                keys.seconds("heartbeat_timeout_seconds", defaults.timeout(), 60),
                keys.whole("heartbeat_misses", defaults.misses(), 1, 100),
                keys.seconds("session_timeout_seconds", defaults.sessionTimeout(), DAY),
                keys.seconds("cleanup_interval_seconds", defaults.cleanup(), DAY),
                performance(keys.object("performance_monitoring"), defaults.performance()),
                adaptive(keys.object("adaptive_heartbeat"), defaults.adaptive()),
                crashLoop(keys.object("crash_loop"), defaults.crashLoop()));
        keys.refuseOthers();
        return read;
    }

    private static HeartbeatSettings.Performance performance(
            HeartbeatObject keys, HeartbeatSettings.Performance defaults) {
        HeartbeatSettings.Performance read = new HeartbeatSettings.Performance(
                keys.flag("enabled", defaults.enabled()),
                keys.number("response_time_threshold_ms", defaults.responseMillis(), 1, 600_000),
                keys.number("error_rate_threshold_percent", defaults.errorPercent(), 0, 100));
        keys.refuseOthers();
        return read;
    }

    private HeartbeatSettings.Adaptive adaptive(HeartbeatObject keys, HeartbeatSettings.Adaptive defaults) {
        boolean enabled = keys.flag("enabled", defaults.enabled());
        Duration min = keys.seconds("min_interval_seconds", defaults.min(), HOUR);
        Duration max = keys.seconds("max_interval_seconds", defaults.max(), HOUR);
        if (min.compareTo(max) > 0) {
            problems.add("adaptive_heartbeat.min_interval_seconds is " + min.toSeconds()
                    + ", more than max_interval_seconds, which is " + max.toSeconds());
        }
        keys.refuseOthers();
        return new HeartbeatSettings.Adaptive(enabled, min, max);
    }

    private static HeartbeatSettings.CrashLoop crashLoop(HeartbeatObject keys, HeartbeatSettings.CrashLoop defaults) {
        HeartbeatSettings.CrashLoop read = new HeartbeatSettings.CrashLoop(
                keys.whole("restarts", defaults.restarts(), 2, CrashLoops.MOST),
                keys.seconds("window_seconds", defaults.window(), DAY));
        keys.refuseOthers();
        return read;
    }
}
