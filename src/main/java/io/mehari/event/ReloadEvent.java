package io.mehari.event;

import java.time.Instant;

/** What became of changed files, or of route files that were read again by request: they hold now, or they were refused. */
public sealed interface ReloadEvent extends GatewayEvent
        permits CanaryFailed,
                ChangeRefused,
                FixedRoutesChanged,
                RoutesChanged,
                RoutesRefused,
                ServersChanged,
                ServersRefused,
                SettingsChanged,
                SettingsRefused {
    /**
     * When it happened.
     *
     * @return by the gateway's clock
     */
    Instant at();
}
