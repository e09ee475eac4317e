package io.mehari.deadletter;

import jakarta.validation.Valid;
import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where dead letters are kept, and how many.
 *
 * @param directory folder of the database file, made if it is not there; relative to the working directory
 * @param retention how long an entry is kept
 * @param maxEntries most entries kept: each one that is written removes the oldest beyond them
 * @param maxSize most bytes of text kept, in the same way; the file of the database may become about three times as
 *     large while much is written
 * @param queue entries that may wait for the database; more are lost and counted
 * @param batch most entries written by one commit
 * @param redact names of arguments whose values are secrets, besides those always known: regular expressions, found
 *     anywhere in the name, upper and lower case alike
 * @param replay which calls are made once more by themselves
 */
@ConfigurationProperties(prefix = "mehari.dead-letters", ignoreUnknownFields = false)
public record DeadLetterSettings(
        @DefaultValue("./data") @NotBlank String directory,
        @DefaultValue("30d") @NotNull Duration retention,
        @DefaultValue("100000") @Min(1) int maxEntries,
        @DefaultValue("256MB") @NotNull DataSize maxSize,
        @DefaultValue("1000") @Min(1) @Max(100_000) int queue,
        @DefaultValue("100") @Min(1) @Max(1000) int batch,
        @DefaultValue List<Pattern> redact,
        @Valid @NestedConfigurationProperty @DefaultValue DeadLetterReplaySettings replay) {

    private static final long SMALLEST_SIZE = DataSize.ofMegabytes(1).toBytes();

    public DeadLetterSettings {
        redact = redact == null ? List.of() : List.copyOf(redact);
    }

    @AssertTrue(message = "retention must be longer than zero")
    boolean isRetentionPositive() {
        return retention == null || retention.compareTo(Duration.ZERO) > 0;
    }

    @AssertTrue(message = "max-size must be at least 1MB, which one large entry takes")
    boolean isMaxSizeEnough() {
        return maxSize == null || maxSize.toBytes() >= SMALLEST_SIZE;
    }

    /** What may be kept. */
    Tally bound() {
        return new Tally(maxEntries, maxSize.toBytes());
    }

    @AssertTrue(message = "directory must not contain ';', which ends the name of a database")
    boolean isDirectoryNameable() {
        return directory == null || directory.indexOf(';') < 0;
    }
}
