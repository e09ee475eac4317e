package io.mehari.monitoring;

import java.util.function.Supplier;

/**
 * A store that is not configured, or whose health is that of another part. A check of the same name that another part
 * brings holds before it.
 *
 * @param name as in {@code /health}
 * @param condition asked each time
 */
record StoreHealth(String name, Supplier<Condition> condition) implements HealthCheck {
    /** Part of the product, and not in use here. */
    static StoreHealth notConfigured(String name) {
        return new StoreHealth(name, () -> Condition.NOT_CONFIGURED);
    }

    @Override
    public Condition check() {
        return condition.get();
    }
}
