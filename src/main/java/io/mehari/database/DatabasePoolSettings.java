package io.mehari.database;

import jakarta.validation.constraints.AssertTrue;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How many connections one gateway has to PostgreSQL: more while they are in use most of the time, fewer while they are not.
 *
 * @param min connections that are kept open
 * @param max most connections; those of all gateways together must be fewer than {@code max_connections} of PostgreSQL
 */
public record DatabasePoolSettings(
        @DefaultValue("2") @Min(1) @Max(100) int min,
        @DefaultValue("10") @Min(1) @Max(100) int max) {
    @AssertTrue(message = "min must not be greater than max")
    boolean isRange() {
        return min <= max;
    }
}
