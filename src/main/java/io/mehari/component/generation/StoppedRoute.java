package io.mehari.component.generation;

import io.mehari.call.ToolCallException;
import io.mehari.call.ToolCallResult.Failed;
import io.mehari.exchange.ExchangeState;
import java.time.Duration;
import java.util.Optional;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.Route;
import org.apache.camel.component.direct.DirectConsumerNotAvailableException;
import org.apache.camel.component.direct.DirectProducer;

/**
 * What becomes of a call that reaches a route which an operator has stopped or suspended. A call that has its answer already
 * leaves the route out: it has run, and is neither refused nor sent again. A recovery that is stopped leaves the failure
 * as it is. Every other call is refused as unavailable, at once, by the name of the route. Stateless.
 */
final class StoppedRoute {
    /** A person has to start it first. */
    private static final Duration RETRY_AFTER = Duration.ofSeconds(30);

    /** How Camel begins to say that nobody takes from an endpoint. */
    private static final String NOBODY = "No consumers available on endpoint: ";

    private StoppedRoute() {}

    /**
     * Looks at an exchange that a route could not take, and does nothing if there is no such route. One that has been started
     * since was stopped a moment ago.
     *
     * @param exchange has the failure
     * @param endpoint where the route begins
     */
    static void explain(Exchange exchange, Endpoint endpoint) {
        if (!wasNotTaken(exchange.getException(), endpoint)) {
            return;
        }
        Optional<Route> route = exchange.getContext().getRoutes().stream()
                .filter(each -> each.getEndpoint().getEndpointUri().equals(endpoint.getEndpointUri()))
                .findFirst();
        route.ifPresent(held -> end(exchange, held, endpoint));
    }

    private static void end(Exchange exchange, Route route, Endpoint endpoint) {
        if (exchange.getProperty(ExchangeState.RESULT) != null) {
            exchange.setException(null);
        } else if (exchange.getProperty(ExchangeState.FAILURE) instanceof Failed failure
                && endpoint.getEndpointUri().equals("direct://" + exchange.getProperty(ExchangeState.RECOVER_BY))) {
            exchange.setException(ToolCallException.ofEndedCall(failure));
        } else {
            exchange.setException(ToolCallException.ofEndedCall(Failed.limited("", sentence(route), RETRY_AFTER)));
        }
    }

    private static String sentence(Route route) {
        String id = route.getRouteId();
        return "The route " + id
                + " is stopped, so that the call was not sent. An operator lets calls through again with"
                + " POST /api/v1/admin/routes/" + id + "/start";
    }

    /** Of this endpoint, and not of one further inside. A producer that loses its consumer between two looks says so by a null. */
    private static boolean wasNotTaken(Exception failure, Endpoint endpoint) {
        if (failure instanceof DirectConsumerNotAvailableException) {
            return String.valueOf(failure.getMessage()).startsWith(NOBODY + endpoint + ".");
        }
        return failure instanceof NullPointerException
                && failure.getStackTrace().length > 0
                && failure.getStackTrace()[0].getClassName().equals(DirectProducer.class.getName());
    }
}
