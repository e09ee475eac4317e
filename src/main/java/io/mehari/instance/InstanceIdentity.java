package io.mehari.instance;

import io.mehari.text.Version;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import org.springframework.core.env.Environment;

/**
 * Who this gateway is among others. Immutable.
 *
 * @param id its name
 * @param epoch of this run
 * @param address where the others reach it
 * @param startedAt when it was started
 */
record InstanceIdentity(String id, String epoch, String address, Instant startedAt) {
    /** This gateway by its settings; what they leave open is host and port of the data plane. */
    static InstanceIdentity of(InstanceSettings settings, Environment environment, Instant now) {
        return new InstanceIdentity(
                settings.id().isEmpty()
                        ? InstanceAddress.machine(environment) + ":" + InstanceAddress.port(environment)
                        : settings.id(),
                HexFormat.of().toHexDigits(new SecureRandom().nextLong()),
                InstanceAddress.of(settings, environment).url(),
                now);
    }

    /** As it is now, without what only Redis knows. */
    Instance instance(String routes) {
        return new Instance(id, epoch, address, Version.current(), routes, startedAt, Duration.ZERO, Duration.ZERO);
    }
}
