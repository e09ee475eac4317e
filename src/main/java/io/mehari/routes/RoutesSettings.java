package io.mehari.routes;

import io.mehari.upstream.CallSettings;
import java.nio.file.Path;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where route files are, and how long those that are tools may run.
 *
 * @param directory folder with {@code pipeline/}, {@code upstream/} and so on; where it does not exist the routes that
 *     the jar carries are used
 * @param overlay whether the folder lies over the routes that the jar carries: a file takes the place of the shipped one of
 *     its name, an empty one switches it off, the rest comes from the jar. false: the folder holds the whole set
 * @param toolAttempt longest run of a tool that is a route
 */
@ConfigurationProperties(prefix = "mehari.routes", ignoreUnknownFields = false)
public record RoutesSettings(
        @DefaultValue("./routes") Path directory,
        @DefaultValue("true") boolean overlay,

        @DurationMin(millis = 1, message = "must be at least 1ms") @DefaultValue("30s")
        Duration toolAttempt) {
    /** Limits of the calls of such tools; a run is never tried again, so it may take the whole time of a call. */
    public CallSettings tools() {
        CallSettings defaults = CallSettings.DEFAULTS;
        return new CallSettings(
                toolAttempt,
                defaults.total().compareTo(toolAttempt) > 0 ? defaults.total() : toolAttempt,
                never(defaults.retry()),
                defaults.breaker(),
                defaults.bulkhead(),
                defaults.bulkheadWait(),
                defaults.cache(),
                defaults.idempotent(),
                defaults.arguments());
    }

    private static CallSettings.Retry never(CallSettings.Retry retry) {
        return new CallSettings.Retry(
                0, retry.base(), retry.factor(), retry.maxDelay(), retry.jitter(), retry.resend());
    }
}
