package io.mehari.reload;

import java.io.IOException;
import java.util.List;

/** Lets files that have changed take effect, and knows what of them does not. Safe for concurrent use. */
public interface FileChanges {
    /**
     * Looks at the files at once, on this thread, and waits until what has changed runs or is refused.
     *
     * @param first done before, with no other look between
     * @throws IOException if that fails; nothing is looked at then
     * @throws InterruptedException if the thread is interrupted
     */
    void look(FirstStep first) throws IOException, InterruptedException;

    /**
     * What of the files on disk does not run.
     *
     * @return a sentence each, without secrets; empty if all of them do
     */
    List<String> problems();

    /** What is left out of files that were taken otherwise: entries of servers that go on as before. */
    List<String> leftOut();

    /** Something to be done before a look. */
    @FunctionalInterface
    interface FirstStep {
        /** Nothing. */
        FirstStep NONE = () -> {};

        /** @throws IOException if it fails */
        void run() throws IOException;
    }

    /** Is told when the files have been looked at. */
    @FunctionalInterface
    interface Listener {
        /** All that has changed runs, or is refused; called on the thread that looked. Must not throw. */
        void looked();
    }
}
