package io.mehari.control;

import java.time.Instant;

/**
 * That an operator does not let a route run.
 *
 * @param stopped true if its steps are ended too, once nothing is under way in it; false if it takes nothing in only
 * @param by who asked for it
 * @param since when
 */
public record RouteHold(boolean stopped, String by, Instant since) {}
