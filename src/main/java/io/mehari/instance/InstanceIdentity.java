package io.mehari.instance;

import io.mehari.text.Version;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
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
    private static final Set<String> EVERYWHERE = Set.of("0.0.0.0", "::", "[::]");

    /** This gateway by its settings; what they leave open is host and port of the data plane. */
    static InstanceIdentity of(InstanceSettings settings, Environment environment, Instant now) {
        String bound = environment.getProperty("mehari.data.host", "127.0.0.1");
        String port = environment.getProperty("mehari.data.port", "8000");
        String machine = settings.id().isEmpty() || EVERYWHERE.contains(bound) ? machine(environment) : "";
        String host = EVERYWHERE.contains(bound) ? machine : bound;
        String scheme =
                environment.getProperty("mehari.data.tls.certificate", "").isEmpty() ? "http" : "https";
        return new InstanceIdentity(
                settings.id().isEmpty() ? machine + ":" + port : settings.id(),
                HexFormat.of().toHexDigits(new SecureRandom().nextLong()),
                settings.address().isEmpty() ? scheme + "://" + host + ":" + port : settings.address(),
                now);
    }

    /** As it is now, without what only Redis knows. */
    Instance instance(String routes) {
        return new Instance(id, epoch, address, Version.current(), routes, startedAt, Duration.ZERO, Duration.ZERO);
    }

    private static String machine(Environment environment) {
        String name = environment.getProperty("HOSTNAME", "");
        try {
            return (name.isEmpty() ? InetAddress.getLocalHost().getHostName() : name)
                    .replaceAll("[^A-Za-z0-9._:-]", "-");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
