package io.mehari.reload.live;

import io.mehari.configuration.ChangedKey;
import java.util.List;

/** A change that has been checked and holds nowhere yet. Used by one thread at a time. */
interface ConfigChange {
    /** Lets routes that are built from now on be checked together with it. */
    void propose();

    /**
     * Lets it hold.
     *
     * @throws RefusedChangeException if a part of the gateway cannot take it: then what this has done is undone already
     */
    void take() throws RefusedChangeException;

    /** Lets what was before hold again, after {@link #take}. */
    void undo();

    /** {@return the values that differ, with secrets} */
    List<ChangedKey> keys();
}
