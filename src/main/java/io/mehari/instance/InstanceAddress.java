package io.mehari.instance;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Pattern;
import org.springframework.core.env.Environment;

/**
 * Where other gateways reach the data plane of this one: {@code mehari.instances.address}, or else its host and port. Immutable.
 *
 * @param url such as {@code http://10.0.0.7:8000}
 * @param problem why others cannot reach it there, or why that is a guess; empty if nothing speaks against it
 */
public record InstanceAddress(String url, Optional<String> problem) {
    private static final Pattern EVERYWHERE = Pattern.compile("0(\\.0){0,3}|\\[?[0:]*:[0:]*]?");
    private static final Pattern HOST = Pattern.compile("https?://(\\[[^]/]*]|[^:/]*).*");

    /**
     * The address of this gateway, whether it tells others that it is there or not.
     *
     * @param settings what was set; where that is empty, the data plane's host, which is the name of the machine where it listens everywhere
     * @param environment with the settings of the data plane
     * @return never null
     */
    public static InstanceAddress of(InstanceSettings settings, Environment environment) {
        if (!settings.address().isEmpty()) {
            boolean everywhere = EVERYWHERE
                    .matcher(HOST.matcher(settings.address()).replaceFirst("$1"))
                    .matches();
            return new InstanceAddress(
                    settings.address(),
                    everywhere ? Optional.of("that is where a gateway listens, not where it is") : Optional.empty());
        }
        String bound = environment.getProperty("mehari.data.host", "127.0.0.1");
        boolean everywhere = EVERYWHERE.matcher(bound).matches();
        String host = everywhere ? machine(environment) : bound;
        String scheme =
                environment.getProperty("mehari.data.tls.certificate", "").isEmpty() ? "http" : "https";
        String port = port(environment);
        return new InstanceAddress(
                scheme + "://" + (host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host) + ":" + port,
                everywhere
                        ? Optional.of("mehari.data.host is " + bound + ", and the name of this machine may mean nothing"
                                + " to others")
                        : Optional.of("mehari.data.port is 0, any that is free").filter(any -> port.equals("0")));
    }

    static String port(Environment environment) {
        return environment.getProperty("mehari.data.port", "8000");
    }

    /** The name of the machine, of characters that a name of a gateway may have. */
    static String machine(Environment environment) {
        String name = environment.getProperty("HOSTNAME", "");
        try {
            return (name.isEmpty() ? InetAddress.getLocalHost().getHostName() : name)
                    .replaceAll("[^A-Za-z0-9._:-]", "-");
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }
}
