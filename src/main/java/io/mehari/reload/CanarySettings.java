package io.mehari.reload;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How route files are watched that have just begun to serve.
 *
 * @param mode what is done when they fail more often than those before
 * @param window how long they are watched
 * @param minimumCalls calls that must have ended before they are judged
 * @param threshold how many percentage points more calls than before may fail by the gateway's own making: outcome
 *     internal, which a route that throws ends in
 * @param jump how many percentage points more calls than before may fail otherwise
 */
public record CanarySettings(
        @DefaultValue("alert") Mode mode,

        @DurationMin(seconds = 1, message = CanarySettings.WINDOW)
        @DurationMax(hours = 1, message = CanarySettings.WINDOW)
        @DefaultValue("60s")
        Duration window,

        @Min(1) @Max(1_000_000) @DefaultValue("20") int minimumCalls,
        @Min(0) @Max(100) @DefaultValue("5") int threshold,
        @Min(0) @Max(100) @DefaultValue("30") int jump) {
    static final String WINDOW = "must be 1s to 1h";

    /** What is done about route files that fail. */
    public enum Mode {
        /** Nothing. */
        OFF,
        /** An alert is raised. */
        ALERT,
        /** The files before serve again, and an alert is raised. */
        AUTOMATIC
    }
}
