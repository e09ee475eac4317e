package io.mehari.security;

import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;

/** When an API key ends to be one. Immutable. */
public final class Expiry {
    private final Instant at;

    private Expiry(Instant at) {
        this.at = at;
    }

    /**
     * An expiry as it stands in a configuration.
     *
     * @param text an instant with its offset, such as {@code 2027-01-31T18:00:00Z}, or a date, which is the last day of
     *     the key in UTC
     * @return never null
     * @throws DateTimeParseException if it is neither
     */
    public static Expiry valueOf(String text) {
        String trimmed = text.strip();
        return trimmed.indexOf('T') < 0
                ? new Expiry(LocalDate.parse(trimmed)
                        .plusDays(1)
                        .atStartOfDay(ZoneOffset.UTC)
                        .toInstant())
                : new Expiry(OffsetDateTime.parse(trimmed).toInstant());
    }

    /**
     * An expiry at an instant.
     *
     * @param at the first at which the key is none; fractions of a second are dropped
     * @return never null
     */
    public static Expiry at(Instant at) {
        return new Expiry(at.truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * Whether the key is none any more.
     *
     * @param now the time to judge by
     * @return true from the instant of the expiry on
     */
    public boolean isPast(Instant now) {
        return !now.isBefore(at);
    }

    /**
     * The first instant at which the key is none.
     *
     * @return in UTC
     */
    public Instant at() {
        return at;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Expiry expiry && expiry.at.equals(at);
    }

    @Override
    public int hashCode() {
        return at.hashCode();
    }

    /** As {@link #valueOf} reads it. */
    @Override
    public String toString() {
        return at.toString();
    }
}
