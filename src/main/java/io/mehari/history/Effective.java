package io.mehari.history;

/**
 * What runs after a change.
 *
 * @param generation number of the generation of route files; 0 for none
 * @param wanted digest of the route files that are on disk; empty if they cannot be read
 * @param running digest of the route files that run
 */
public record Effective(int generation, String wanted, String running) {
    /** {@return whether both are the same} */
    public boolean isReached() {
        return wanted.equals(running);
    }
}
