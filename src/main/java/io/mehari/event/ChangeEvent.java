package io.mehari.event;

import java.time.Instant;

/** What the gateway can do has changed: a server came or went or answers better or worse, a breaker opened or closed, tools changed. */
public sealed interface ChangeEvent extends GatewayEvent
        permits BreakerClosed, BreakerOpened, ServerHealthChanged, ServerLost, ServerReady, ToolsChanged {
    /**
     * Name of the server concerned.
     *
     * @return as configured
     */
    String server();

    /**
     * When it happened.
     *
     * @return by the gateway's clock
     */
    Instant at();
}
