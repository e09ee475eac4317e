package io.mehari.recovery;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.exchange.CallState;
import io.mehari.exchange.ExchangeState;
import io.mehari.failure.FailureClass;
import io.mehari.failure.FailureClassifier;
import io.netty.util.Timer;
import org.apache.camel.AsyncCallback;
import org.apache.camel.AsyncProcessor;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.processor.DelegateAsyncProcessor;

/**
 * Lets a recovery route try to make a success of a call that has failed ({@code policy: {ref: recovery}} in the error
 * firewall). The route works on an exchange of its own; whatever becomes of it, the call ends: in a success, in the failure
 * of its last attempt, or in the failure it came with. Never fails, holds no thread.
 */
final class RecoveryProcessor extends DelegateAsyncProcessor {
    private final FailureClassifier classifier;
    private final RecoverySettings settings;
    private final Timer timer;

    RecoveryProcessor(AsyncProcessor steps, FailureClassifier classifier, RecoverySettings settings, Timer timer) {
        super(steps);
        this.classifier = classifier;
        this.settings = settings;
        this.timer = timer;
    }

    @Override
    public boolean process(Exchange exchange, AsyncCallback callback) {
        FailureClass known = exchange.getProperty(ExchangeState.CLASSIFIED, FailureClass.class);
        if (known == null || !settings.enabled() || !mayBeTried(exchange) || !hasRoute(exchange, known)) {
            callback.done(true);
            return true;
        }
        RecoveryRun run = new RecoveryRun(exchange, inner(exchange, known.route()), known, classifier, callback);
        run.begin(getProcessor(), timer, settings.limit());
        return false;
    }

    /** A call that never came to its tool, or whose caller has left, is over. */
    private static boolean mayBeTried(Exchange exchange) {
        Failed failure = CallState.failure(exchange);
        return failure != null
                && (failure.outcome().isFailure() || failure.isThrownByRoute())
                && CallState.tool(exchange) != null
                && !CallState.isAnswered(exchange)
                && !isRefused(exchange, failure)
                && !CallState.control(exchange).isCallerGone();
    }

    /** What an operator has stopped is not there a moment later either: the caller learns of it at once. */
    private static boolean isRefused(Exchange exchange, Failed failure) {
        return failure.outcome() == Outcome.UNAVAILABLE
                && exchange.getProperty(Exchange.EXCEPTION_CAUGHT) instanceof ToolCallException ended
                && ended.isRecoveryTried();
    }

    private static boolean hasRoute(Exchange exchange, FailureClass known) {
        return exchange.getContext().hasEndpoint("direct:" + known.route()) != null;
    }

    /** Without the exception and the marks that Camel leaves on an exchange whose failure is dealt with. */
    private static Exchange inner(Exchange exchange, String route) {
        Exchange inner = new DefaultExchange(exchange.getContext(), exchange.getPattern());
        inner.getMessage().setBody(exchange.getMessage().getBody());
        exchange.getProperties().forEach(inner::setProperty);
        if (exchange.hasVariables()) {
            exchange.getVariables().forEach(inner::setVariable);
        }
        inner.setProperty(ExchangeState.RECOVER_BY, route);
        return inner;
    }
}
