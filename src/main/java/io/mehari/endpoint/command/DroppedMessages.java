package io.mehari.endpoint.command;

/** Messages that were dropped because clients read too slowly. */
@FunctionalInterface
public interface DroppedMessages {
    /**
     * How many.
     *
     * @return since the start
     */
    long count();
}
