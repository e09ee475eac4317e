package io.mehari.endpoint.command;

/**
 * How much one connection may ask for.
 *
 * @param perSecond messages in a second; twice as many at once after a pause
 * @param running commands at a time
 */
public record CommandLimits(int perSecond, int running) {}
