package io.mehari.heartbeat;

import java.time.Instant;
import java.util.Arrays;

/** What became of the heartbeats of one connection. Not safe for concurrent use: guarded by its owner. */
final class Beats {
    /** So many heartbeats make up the error rate. */
    static final int WINDOW = 20;

    /** So many answers make up the average of response times. */
    static final int SAMPLES = 100;

    private float[] times = {};
    private int timed;
    private long total;
    private long good;
    private int lately;
    private int latelyFailed;
    private Instant last;

    /** A heartbeat was answered. */
    void answered(Instant at) {
        count(at, 0);
        good++;
    }

    /** How long an answer took. */
    void took(double millis) {
        if (timed == times.length && timed < SAMPLES) {
            times = Arrays.copyOf(times, Math.min(SAMPLES, Math.max(4, 2 * timed)));
        }
        times[timed++ % times.length] = (float) millis;
    }

    /** A heartbeat was not answered. */
    void failed(Instant at) {
        count(at, 1);
    }

    private void count(Instant at, int failed) {
        total++;
        last = at;
        latelyFailed = (latelyFailed << 1 | failed) & (1 << WINDOW) - 1;
        lately = Math.min(WINDOW, lately + 1);
    }

    /** A new connection: what was lately says nothing about it. */
    void forgetLately() {
        lately = 0;
        latelyFailed = 0;
    }

    long total() {
        return total;
    }

    long good() {
        return good;
    }

    /** When the last one ended; null before the first. */
    Instant last() {
        return last;
    }

    /** Share of the latest heartbeats that failed, in percent. */
    double errorPercent() {
        return lately == 0 ? 0 : 100.0 * Integer.bitCount(latelyFailed) / lately;
    }

    /** Share of all heartbeats that were answered, in percent. */
    double successPercent() {
        return total == 0 ? 100 : 100.0 * good / total;
    }

    /** Average of the latest response times, in milliseconds; 0 before the first. */
    double averageMillis() {
        int known = Math.min(timed, SAMPLES);
        double sum = 0;
        for (int at = 0; at < known; at++) {
            sum += times[at];
        }
        return known == 0 ? 0 : sum / known;
    }

    /** What the latest answer took, in milliseconds; 0 before the first. */
    double latestMillis() {
        return timed == 0 ? 0 : times[(timed - 1) % times.length];
    }

    /** Of how many answers the average is. */
    int samples() {
        return Math.min(timed, SAMPLES);
    }
}
