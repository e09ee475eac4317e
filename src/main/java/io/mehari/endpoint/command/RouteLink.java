package io.mehari.endpoint.command;

/**
 * A way from one route to another.
 *
 * @param from id of the route that hands over
 * @param to id of the route that takes
 * @param kind {@code call} where the answer is waited for, {@code tap} where it is not, {@code failure} for what takes failures
 * @param step id of the step that hands over; empty if it has none
 */
record RouteLink(String from, String to, String kind, String step) {
    static final String CALL = "call";
    static final String TAP = "tap";
    static final String FAILURE = "failure";
}
