package io.mehari.cache;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** What a cache says when it is asked for a result. Knowing it immediately takes no future. */
public sealed interface Lookup {
    /** There is no such result. */
    Lookup MISS = new Miss();

    /**
     * The result was there.
     *
     * @param result the tree as it was stored, read-only
     */
    record Hit(ObjectNode result) implements Lookup {}

    /**
     * There is one whose time is over, and which may be given while it is renewed.
     *
     * @param result the tree as it was stored, read-only
     * @param age how old it is
     */
    record Stale(ObjectNode result, Duration age) implements Lookup {}

    /** There is none; {@link #MISS} is the one instance needed. */
    record Miss() implements Lookup {}

    /**
     * Whether there is one is not known yet.
     *
     * @param result ends in the result, in nothing for a miss, or exceptionally, on a thread of the tier's own
     */
    record Later(CompletionStage<Optional<ObjectNode>> result) implements Lookup {}
}
