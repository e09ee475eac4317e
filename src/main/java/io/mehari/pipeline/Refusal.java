package io.mehari.pipeline;

import io.mehari.call.Outcome;
import io.mehari.call.ToolCallResult.Rejected;
import io.mehari.exchange.CallState;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.Processor;

/**
 * Refusals that route files make: the bean {@code refuse}. As a step it refuses the call; its methods make refusals with a
 * text of the route, for the property {@code mehariResult}. A call that has been refused is sent nowhere, if the step
 * stands before dispatch. Stateless.
 */
public final class Refusal implements Processor {
    private static final int LONGEST = 1_000;
    private static final String NO_REASON = "A route of the gateway has refused this call";

    /**
     * Refuses the call without saying more.
     *
     * @param exchange of the call
     */
    @Override
    public void process(Exchange exchange) {
        CallState.answer(exchange, forbidden(NO_REASON));
    }

    /**
     * The caller may not make this call; status 403.
     *
     * @param why what the caller reads: cause and remedy, 1,000 characters at most
     * @return for the property {@code mehariResult}
     */
    public Rejected forbidden(String why) {
        return new Rejected(Outcome.FORBIDDEN, said(why), Optional.empty());
    }

    /**
     * There is no such thing for this caller; status 404.
     *
     * @param why what the caller reads, 1,000 characters at most
     * @return for the property {@code mehariResult}
     */
    public Rejected notFound(String why) {
        return Rejected.notFound(said(why));
    }

    /**
     * Too many calls; status 429 with {@code Retry-After}.
     *
     * @param why what the caller reads, 1,000 characters at most
     * @param seconds after which it is worth trying again, at least 1
     * @return for the property {@code mehariResult}
     */
    public Rejected limited(String why, long seconds) {
        return new Rejected(Outcome.RATE_LIMITED, said(why), Optional.of(Duration.ofSeconds(Math.max(1, seconds))));
    }

    private static String said(String why) {
        if (why == null || why.isBlank()) {
            return NO_REASON;
        }
        return why.length() > LONGEST ? why.substring(0, LONGEST) : why;
    }
}
