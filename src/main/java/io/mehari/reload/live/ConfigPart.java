package io.mehari.reload.live;

import java.util.Optional;

/** Files of the configuration that take effect while the gateway runs. Used by one thread at a time. */
interface ConfigPart {
    /**
     * Reads the files if they look different from the last look, and checks them as a whole.
     *
     * @return what they ask for; empty if nothing has changed
     * @throws RefusedChangeException if they cannot be used, once for each content
     */
    Optional<ConfigChange> look() throws RefusedChangeException;

    /** Whether what the last look has found is what holds. */
    boolean holds();

    /** What the last look has found has not been done, and is to be looked at again. */
    void forget();
}
