package io.mehari.text;

import java.time.Duration;

/** A time for people, in the unit in which it is a number of few digits. */
public final class DurationText {
    private static final long FROM = 2;
    private static final long MOST_MILLIS = 10_000;

    private DurationText() {}

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
