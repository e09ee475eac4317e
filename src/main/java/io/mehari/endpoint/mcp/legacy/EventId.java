package io.mehari.endpoint.mcp.legacy;

import java.util.Optional;

/**
 * The id of an event, unique in its session: the stream it was sent on, and its number among all events of the session.
 *
 * @param stream name of the stream: a letter, {@link #CALL} or {@link #LISTENING}, and a number
 * @param number from 1
 */
record EventId(String stream, long number) {
    /** Begins the names of streams that answer a POST. */
    static final char CALL = 'c';

    /** Begins the names of streams that answer a GET. */
    static final char LISTENING = 'g';

    private static final int LONGEST = 40;

    /**
     * Reads what a client gives back.
     *
     * @return empty if it is not an id of this form
     */
    static Optional<EventId> of(String text) {
        int dash = text.indexOf('-');
        if (text.length() > LONGEST || dash < 2 || text.charAt(0) != CALL && text.charAt(0) != LISTENING) {
            return Optional.empty();
        }
        try {
            long stream = Long.parseUnsignedLong(text.substring(1, dash));
            long number = Long.parseUnsignedLong(text.substring(dash + 1));
            return stream < 0 || number < 0
                    ? Optional.empty()
                    : Optional.of(new EventId(text.charAt(0) + Long.toString(stream), number));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }

    boolean isOfListening() {
        return stream.charAt(0) == LISTENING;
    }

    /** The number in the name of the stream. */
    long ordinal() {
        return Long.parseLong(stream.substring(1));
    }

    @Override
    public String toString() {
        return stream + "-" + number;
    }
}
