package io.mehari.deadletter;

/** The file behind the table, as far as the writer looks after it. Called by the writer's thread only. */
interface DeadLetterFile {
    /** A database without a file to look after. */
    DeadLetterFile NONE = new DeadLetterFile() {
        @Override
        public void reopen() {
            // Every connection that is asked for is a new attempt.
        }

        @Override
        public long size() {
            return 0;
        }

        @Override
        public void compact() {
            // There is nothing to give back.
        }
    };

    /**
     * Opens the database anew, as a start would: one that has met a full disk stays closed otherwise.
     *
     * @throws RuntimeException if it cannot be opened; it is then tried again at the next probe
     */
    void reopen();

    /**
     * How large the file is.
     *
     * @return bytes on the disk; 0 if that is unknown
     */
    long size();

    /**
     * Moves what is in use together and gives the rest of the file back, for a bounded time.
     *
     * @throws RuntimeException if the database fails
     */
    void compact();
}
