package io.mehari.history;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.core.env.Environment;

/**
 * What is kept of the files that run.
 *
 * @param enabled false: nothing is kept, and nothing can be rolled back
 * @param directory folder of the kept versions, made if it is not there; empty for {@code history} in the folder of the dead
 *     letters
 * @param versions most versions kept; the last one that was taken is never removed
 * @param lastGood whether a start that the files on disk would end uses the last version that was taken, unless
 *     {@code mehari.servers.strict} is on
 */
@ConfigurationProperties(prefix = HistorySettings.PREFIX, ignoreUnknownFields = false)
public record HistorySettings(
        @DefaultValue("true") boolean enabled,
        @DefaultValue("") String directory,
        @Min(2) @Max(1000) @DefaultValue("20") int versions,
        @DefaultValue("true") boolean lastGood) {
    static final String PREFIX = "mehari.history";

    /**
     * The settings of this environment.
     *
     * @param environment need not be complete
     * @return the defaults if one of them cannot be read, which others tell
     */
    public static HistorySettings of(Environment environment) {
        try {
            return Binder.get(environment).bindOrCreate(PREFIX, HistorySettings.class);
        } catch (BindException e) {
            return new HistorySettings(true, "", 20, true);
        }
    }
}
