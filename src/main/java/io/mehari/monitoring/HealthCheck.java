package io.mehari.monitoring;

/** Looks after one part of the gateway. Implementations answer from what they know: no waiting, no input or output. */
public interface HealthCheck {
    /**
     * The part that is looked after.
     *
     * @return its name as users see it in {@code /health}
     */
    String name();

    /**
     * How the part is right now.
     *
     * @return from what is known, without waiting
     */
    Condition check();

    /**
     * How a part is.
     *
     * @param healthy whether it does its work
     * @param detail one sentence with cause and remedy; empty when there is nothing to say
     */
    record Condition(boolean healthy, String detail) {
        /** Nothing to complain of. */
        public static final Condition HEALTHY = new Condition(true, "");

        /** Something is wrong; the sentence says what. */
        public static Condition unhealthy(String detail) {
            return new Condition(false, detail);
        }
    }
}
