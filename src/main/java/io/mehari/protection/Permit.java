package io.mehari.protection;

import io.mehari.exchange.CallState;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;

/**
 * Something that is held while steps run. Given back exactly once: when they end, or when the call is given up, since
 * steps of a route author's own may never end.
 */
final class Permit {
    private final AtomicBoolean held = new AtomicBoolean(true);
    private final Runnable forget;

    /**
     * Holds it from now on.
     *
     * @param onGivenUp gives it back when the call is given up
     */
    Permit(Exchange exchange, Runnable onGivenUp) {
        this.forget = CallState.control(exchange).onCancel(() -> giveBack(onGivenUp));
    }

    /** The steps have ended: gives it back by this, unless that has been done. */
    void end(Runnable onEnd) {
        forget.run();
        giveBack(onEnd);
    }

    private void giveBack(Runnable how) {
        if (held.compareAndSet(true, false)) {
            how.run();
        }
    }
}
