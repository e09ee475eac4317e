package io.mehari.routes;

import org.apache.camel.CamelContext;

/** Which routes an operator has stopped or suspended. Called on the thread of changes; must not throw. */
public interface RouteHolds {
    /** None. */
    RouteHolds NONE = new RouteHolds() {
        @Override
        public boolean isHeld(String route) {
            return false;
        }

        @Override
        public void ready(CamelContext context) {
            // all of its routes run
        }
    };

    /**
     * Whether a route is not to run.
     *
     * @param route its id
     * @return true if it was stopped or suspended, and not started since
     */
    boolean isHeld(String route);

    /**
     * A context is about to serve: its routes that are held take nothing in from now on.
     *
     * @param context its routes have been made; those that wait for calls are started
     */
    void ready(CamelContext context);
}
