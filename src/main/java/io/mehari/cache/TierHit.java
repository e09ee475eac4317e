package io.mehari.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;

/**
 * A result that was found in a tier outside of this process.
 *
 * @param result read-only
 * @param left how long it holds from now on, more than zero
 */
public record TierHit(ObjectNode result, Duration left) {}
