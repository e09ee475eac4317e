package io.mehari.component.aioffer;

import java.io.IOException;
import org.apache.camel.FailedToStartRouteException;
import org.apache.camel.Processor;
import org.apache.camel.support.DefaultConsumer;

/** Offers its route while the route runs. */
final class OfferConsumer extends DefaultConsumer {
    private OfferedRoute offered;

    /**
     * The start of one route.
     *
     * @param endpoint describes it
     * @param processor the rest of the route
     */
    OfferConsumer(OfferEndpoint endpoint, Processor processor) {
        super(endpoint, processor);
    }

    @Override
    protected void doStart() throws Exception {
        super.doStart();
        try {
            OfferedRoute route = getEndpoint().describe(getAsyncProcessor());
            OfferRegistry.of(getEndpoint().getCamelContext()).add(route);
            offered = route;
        } catch (IllegalArgumentException | IllegalStateException | IOException e) {
            throw new FailedToStartRouteException(getRouteId(), e.getMessage(), e); // which names the route
        }
    }

    @Override
    protected void doStop() throws Exception {
        OfferRegistry.of(getEndpoint().getCamelContext()).remove(offered);
        super.doStop();
    }

    @Override
    public OfferEndpoint getEndpoint() {
        return (OfferEndpoint) super.getEndpoint();
    }
}
