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
     * @param configured whether the part is in use at all
     */
    record Condition(boolean healthy, String detail, boolean configured) {
        /** Nothing to complain of. */
        public static final Condition HEALTHY = new Condition(true, "");

        /** The part is not in use: nothing to complain of. */
        public static final Condition NOT_CONFIGURED = new Condition(true, "", false);

        /**
         * How a part is that is in use.
         *
         * @param healthy whether it does its work
         * @param detail one sentence with cause and remedy; may be empty
         */
        public Condition(boolean healthy, String detail) {
            this(healthy, detail, true);
        }

        /** Something is wrong; the sentence says what. */
        public static Condition unhealthy(String detail) {
            return new Condition(false, detail);
        }

        /**
         * The state as users see it.
         *
         * @return {@code healthy}, {@code unhealthy} or {@code not_configured}
         */
        public String status() {
            if (!configured) {
                return "not_configured";
            }
            return healthy ? "healthy" : "unhealthy";
        }
    }
}
