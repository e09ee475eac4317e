package io.mehari.bench;

import java.time.Duration;

/**
 * How long the bench measures.
 *
 * @param warmUp before anything is measured: long enough for the JVM's optimising compiler in {@code full}
 * @param measured length of one round
 * @param rounds of which the median counts
 */
record Pace(Duration warmUp, Duration measured, int rounds) {
    private static final Pace FULL = new Pace(Duration.ofSeconds(25), Duration.ofSeconds(6), 5);
    private static final Pace QUICK = new Pace(Duration.ofSeconds(2), Duration.ofSeconds(1), 1);

    /**
     * The pace of this name.
     *
     * @param name {@code full} or {@code quick}
     */
    static Pace of(String name) {
        return switch (name) {
            case "full", "--full" -> FULL;
            case "quick", "--quick" -> QUICK;
            default -> throw new IllegalArgumentException("Pace " + name + " is unknown: full or quick");
        };
    }

    /** What to add to the command that runs the bench at this pace. */
    String option() {
        return counts() ? "" : " -Dmehari.bench=quick";
    }

    /** Rounds of cells that compare nothing with each other. */
    int fewerRounds() {
        return (rounds + 1) / 2;
    }

    /** The same pace with shorter rounds, for cells of many rows. */
    Pace shorter() {
        return counts()
                ? new Pace(warmUp.dividedBy(3), measured.dividedBy(2), fewerRounds())
                : new Pace(measured, measured, 1);
    }

    /** The same pace with shorter rounds and as many, for ways whose rounds are compared one by one. */
    Pace paired() {
        return counts()
                ? new Pace(warmUp.dividedBy(3), measured.dividedBy(2), rounds)
                : new Pace(measured, measured, 1);
    }

    /** The same pace with fewer rounds, for ways that share a process, which warms up with each of them. */
    Pace fewer() {
        return counts() ? new Pace(warmUp.multipliedBy(3).dividedBy(5), measured, fewerRounds()) : this;
    }

    /**
     * The same pace for builds that are compared: more and shorter rounds, and for each start of the builds as many as
     * there are orders of the three.
     */
    Pace compared() {
        return counts() ? new Pace(Duration.ofSeconds(30), Duration.ofSeconds(2), 6) : new Pace(measured, measured, 1);
    }

    /** How often builds that are compared are started, unless an option says otherwise. */
    int starts() {
        return 2;
    }

    /** How often what differs from time to time is tried. */
    int trials() {
        return counts() ? 100 : 2;
    }

    /** The same where each trial takes long. */
    int fewerTrials() {
        return counts() ? 10 : 1;
    }

    /** How often gateways are started. */
    int launches() {
        return counts() ? 7 : 1;
    }

    /** How many streams of MCP clients are held open at once. */
    int streams() {
        return counts() ? 2_000 : 100;
    }

    /** How long a gateway that was started is left alone before its memory is looked at. */
    Duration idle() {
        return Duration.ofSeconds(counts() ? 5 : 1);
    }

    /** How long gateways are watched that nobody calls. */
    Duration quiet() {
        return counts() ? Duration.ofMinutes(10) : Duration.ofSeconds(4);
    }

    /** Rounds of that. */
    int quietRounds() {
        return counts() ? 10 : 2;
    }

    /** How long they are left alone before: what the JVM compiles after a start is not their work. */
    Duration quietWarmUp() {
        return Duration.ofSeconds(counts() ? 90 : 2);
    }

    /** How long a server stays away in those. */
    Duration down() {
        return Duration.ofSeconds(counts() ? 5 : 2);
    }

    /** Whether figures taken at this pace mean something. */
    boolean counts() {
        return !equals(QUICK);
    }
}
