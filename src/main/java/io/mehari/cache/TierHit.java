package io.mehari.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * A result that was found in a tier outside of this process.
 *
 * @param result read-only
 * @param lifetime how long it is kept from now on, more than zero, and how old it is
 */
public record TierHit(ObjectNode result, Lifetime lifetime) {
    /**
     * How long it is kept from now on.
     *
     * @return more than zero
     */
    public Duration left() {
        return lifetime.total();
    }
}
