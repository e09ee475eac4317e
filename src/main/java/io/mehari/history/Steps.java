package io.mehari.history;

/** Is told of each step of what is written, which is where a process may be killed. For tests. */
@FunctionalInterface
interface Steps {
    /** Nobody is told. */
    Steps UNWATCHED = step -> {};

    /**
     * A step is done, the next one has not begun.
     *
     * @param step what was done
     */
    void reached(String step);
}
