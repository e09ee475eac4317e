package io.mehari.support;

import java.util.Random;
import java.util.stream.IntStream;

/**
 * How much the tests of this run do: the short form, as in every build, or the long form of the proof
 * ({@code ./mvnw -Pproof verify}).
 */
public final class Trials {
    private static final boolean PROOF = Boolean.getBoolean("mehari.proof");
    private static final long RUN = runSeed(PROOF, Long.getLong("mehari.seed"));

    static {
        if (PROOF) {
            System.out.println("Random input of this run: -Dmehari.seed=" + RUN + " repeats it");
        }
    }

    private Trials() {}

    /**
     * A number of trials.
     *
     * @param inVerify in the short form
     * @param inProof in the long form
     */
    public static int count(int inVerify, int inProof) {
        return PROOF ? inProof : inVerify;
    }

    /**
     * The trials one by one, from 1, for a test with a parameter.
     *
     * @param inVerify number in the short form
     * @param inProof number in the long form
     */
    public static IntStream each(int inVerify, int inProof) {
        return IntStream.rangeClosed(1, count(inVerify, inProof));
    }

    /**
     * A source of random input. The short form is the same in each run; the long form is another in each, and prints
     * the seed with which {@code -Dmehari.seed} repeats it.
     *
     * @param seed of the short form
     */
    public static Random random(long seed) {
        return new Random(RUN + seed);
    }

    /**
     * What a run adds to all seeds.
     *
     * @param given by whoever repeats a run; null by default
     */
    static long runSeed(boolean proof, Long given) {
        if (given != null) {
            return given;
        }
        if (!proof) {
            return 0;
        }
        return new Random().nextLong();
    }
}
