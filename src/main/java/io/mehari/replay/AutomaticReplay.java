package io.mehari.replay;

import io.mehari.call.Caller;
import io.mehari.call.Scope;
import io.mehari.text.Causes;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.apache.camel.AsyncCallback;
import org.apache.camel.Exchange;
import org.apache.camel.support.AsyncProcessorSupport;

/**
 * Replays the letter whose id is the body, and leaves one line on it there. Never fails. Does nothing once another gateway has taken
 * over.
 */
final class AutomaticReplay extends AsyncProcessorSupport {
    /** In whose name such calls are made. */
    static final Caller CALLER = new Caller("dead-letter-replay", Set.of(Scope.CALL));

    private final Replayer replayer;
    private final BooleanSupplier turn;

    AutomaticReplay(Replayer replayer, BooleanSupplier turn) {
        this.replayer = replayer;
        this.turn = turn;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        String id = exchange.getMessage().getBody(String.class);
        if (!turn.getAsBoolean()) {
            exchange.getMessage().setBody("Dead letter " + id + " not replayed: another gateway does that now");
            callback.done(true);
            return true;
        }
        replayer.replay(id, CALLER, false).whenComplete((replayed, failure) -> {
            exchange.getMessage().setBody(failure == null ? line(id, replayed) : line(id, failure));
            callback.done(false);
        });
        return false;
    }

    private static String line(String id, Replayed replayed) {
        return "Dead letter " + id + " replayed as request " + replayed.requestId() + ": "
                + replayed.result().outcome().code();
    }

    private static String line(String id, Throwable failure) {
        Throwable cause = Causes.unwrapped(failure);
        return "Dead letter " + id + " not replayed: " + cause.getMessage();
    }
}
