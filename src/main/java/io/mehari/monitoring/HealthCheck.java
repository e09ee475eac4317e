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
     * @param use whether the part is in use at all, and goes on doing its work
     */
    record Condition(boolean healthy, String detail, Use use) {
        /** What a part is good for. */
        public enum Use {
            /** It does its work if it is healthy. */
            FULL,
            /** It is unhealthy and does its work all the same, with less than it should have. */
            LIMITED,
            /** It is not configured. */
            NONE
        }

        /** Nothing to complain of. */
        public static final Condition HEALTHY = new Condition(true, "");

        /** The part is not in use: nothing to complain of. */
        public static final Condition NOT_CONFIGURED = new Condition(true, "", Use.NONE);

        /**
         * How a part is that is in use.
         *
         * @param healthy whether it does its work
         * @param detail one sentence with cause and remedy; may be empty
         */
        public Condition(boolean healthy, String detail) {
            this(healthy, detail, Use.FULL);
        }

        /** Something is wrong; the sentence says what. */
        public static Condition unhealthy(String detail) {
            return new Condition(false, detail);
        }

        /**
         * Something is wrong, and the part does its work all the same.
         *
         * @param detail what is wrong
         * @return unhealthy, which makes no probe fail that asks whether requests may come
         */
        public static Condition limited(String detail) {
            return new Condition(false, detail, Use.LIMITED);
        }

        /**
         * Whether the part does its work.
         *
         * @return false if it is unhealthy and not limited only
         */
        public boolean works() {
            return healthy || use == Use.LIMITED;
        }

        /**
         * The state as users see it.
         *
         * @return {@code healthy}, {@code unhealthy} or {@code not_configured}
         */
        public String status() {
            if (use == Use.NONE) {
                return "not_configured";
            }
            return healthy ? "healthy" : "unhealthy";
        }
    }
}
