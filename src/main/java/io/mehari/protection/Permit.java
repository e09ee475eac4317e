package io.mehari.protection;

import io.mehari.exchange.CallState;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.camel.Exchange;

/**
 * Something that is held while steps run. Given back exactly once: when they end, or when the call is cancelled, since
 * steps of a route author's own may never end.
 */
final class Permit {
    private final AtomicBoolean held = new AtomicBoolean(true);
    private final Runnable forget;

    /**
     * Holds it from now on.
     *
     * @param exchange of the call that holds it
     * @param onCancelled gives it back when the call is cancelled
     */
    Permit(Exchange exchange, Runnable onCancelled) {
        this.forget = CallState.control(exchange).onCancel(() -> giveBack(onCancelled));
    }

    /**
     * Gives it back because the steps have ended, unless that has been done.
     *
     * @param onEnd how
     */
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
