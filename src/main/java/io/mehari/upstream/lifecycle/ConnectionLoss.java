package io.mehari.upstream.lifecycle;

import java.time.Duration;

/**
 * Why a connection ended and how it goes on.
 *
 * @param reason cause, to stand behind the server's name: {@code exited with code 3}
 * @param retryAfter time to the next attempt to connect
 */
public record ConnectionLoss(String reason, Duration retryAfter) {}
