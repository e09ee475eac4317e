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
        public void free() {
            // There is nothing to use again.
        }

        @Override
        public boolean rewrite() {
            return true;
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
     * Lets what was replaced be written over from now on, and gives the end of the file back if nothing in use is there.
     * Costs the time of a sync to the disk.
     *
     * @throws RuntimeException if the database fails
     */
    void free();

    /**
     * Writes what is in use into a new file, which then takes the place of the old one. Who asks for a connection waits
     * meanwhile; while somebody has one nothing is done.
     *
     * @return false if it is to be tried again later
     * @throws RuntimeException if the database fails; the file is then the old one or the new one, but whole
     */
    boolean rewrite();
}
