package io.mehari.text;

import java.time.Duration;

/** Durations for people, in the largest unit of which there are at least two. Stateless. */
public final class DurationText {
    /** A unit is used from this many of it on. */
    private static final long FROM = 2;

    /** Below this a fraction of a second is shown, as milliseconds. */
    private static final long MOST_MILLIS = 10_000;

    private DurationText() {}

    /**
     * A duration as text; what is left after whole units is dropped.
     *
     * @param time not negative
     * @return such as {@code 3 d}, {@code 5 h}, {@code 30 min}, {@code 30 s} or {@code 1500 ms}
     */
    public static String of(Duration time) {
        if (time.toDays() >= FROM) {
            return time.toDays() + " d";
        }
        if (time.toHours() >= FROM) {
            return time.toHours() + " h";
        }
        if (time.toMinutes() >= FROM) {
            return time.toMinutes() + " min";
        }
        long millis = time.toMillis();
        boolean whole = millis > 0 && millis % 1000 == 0;
        return whole || millis >= MOST_MILLIS ? time.toSeconds() + " s" : millis + " ms";
    }
}
