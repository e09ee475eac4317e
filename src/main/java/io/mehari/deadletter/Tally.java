package io.mehari.deadletter;

/**
 * How much is kept.
 *
 * @param entries number of entries
 * @param bytes their sizes together, as the table has them
 */
record Tally(long entries, long bytes) {
    static final Tally NONE = new Tally(0, 0);

    Tally plus(Tally more) {
        return new Tally(entries + more.entries, bytes + more.bytes);
    }

    Tally minus(Tally less) {
        return new Tally(entries - less.entries, bytes - less.bytes);
    }

    boolean exceeds(Tally bound) {
        return entries > bound.entries || bytes > bound.bytes;
    }
}
