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
     * {@return an expiry as it stands in a configuration}
     *
     * @param text an instant with its offset, such as {@code 2027-01-31T18:00:00Z}, or a date, which is the last day of
     *     the key in UTC
     * @throws DateTimeParseException if it is neither
     */
    public static Expiry valueOf(String text) {
        String trimmed = text.strip();
        if (trimmed.indexOf('T') >= 0) {
            return new Expiry(OffsetDateTime.parse(trimmed).toInstant());
        }
        LocalDate end = LocalDate.parse(trimmed).plusDays(1);
        return new Expiry(end.atStartOfDay(ZoneOffset.UTC).toInstant());
    }

    /**
     * {@return an expiry at an instant}
     *
     * @param at the first at which the key is none; fractions of a second are dropped
     */
    public static Expiry at(Instant at) {
        return new Expiry(at.truncatedTo(ChronoUnit.SECONDS));
    }

    /**
     * {@return whether the key is none any more: from the instant of the expiry on}
     *
     * @param now the time to judge by
     */
    public boolean isPast(Instant now) {
        return !now.isBefore(at);
    }

    /** {@return the first instant at which the key is none} */
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
