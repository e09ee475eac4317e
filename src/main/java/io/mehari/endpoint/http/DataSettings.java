package io.mehari.endpoint.http;

import io.mehari.endpoint.http.target.PathPrefix;
import io.mehari.endpoint.http.target.UsablePrefix;
import io.mehari.endpoint.http.tls.TlsSettings;
import io.mehari.text.StartFailureException;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PositiveOrZero;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * The HTTP server of the data plane: {@code mehari.data}.
 *
 * @param host address to bind; other than loopback needs an API key
 * @param port port to bind, 0 to 65535; 0 takes a free one
 * @param maxBody largest request body; a larger one is rejected with 413
 * @param maxRequestLine longest request line; a longer one is rejected with 414
 * @param maxHeaders largest sum of request headers; more is rejected with 431
 * @param requestTimeout longest time from the first byte of a request to its last; longer is rejected with 408
 * @param idleTimeout how long a connection stays open without a request, and how long a client may take to read
 *     anything of its response; never ends a call in progress
 * @param maxConnections most connections at the same time; further ones get 503 and are closed
 * @param threads event loop threads, which connections to servers behind a URL share; 0 for one per processor
 * @param nativeTransport whether to use epoll where the platform has it
 * @param tls certificate of the server; without one it serves plain HTTP
 * @param pathPrefix path below which {@code POST /{server}/{tool}} stands; begins and ends with a slash
 * @param allowedHosts names of hosts, with or without a port, that requests may have in {@code Host} besides those of this
 *     machine while only loopback is bound: the names under which a proxy that keeps them serves the gateway
 * @param stopNotice how long open connections stay when the gateway stops and no call is left. New ones are refused from the
 *     beginning of the stop, and what comes on an open one is answered 503 and not run, where a connection that was just closed would
 *     leave a proxy in doubt; 0 for not at all
 */
@ConfigurationProperties(prefix = "mehari.data", ignoreUnknownFields = false)
public record DataSettings(
        @NotBlank @DefaultValue("127.0.0.1") String host,
        @Min(0) @Max(65535) @DefaultValue("8000") int port,
        @NotNull @DefaultValue("10MB") DataSize maxBody,
        @NotNull @DefaultValue("8KB") DataSize maxRequestLine,
        @NotNull @DefaultValue("16KB") DataSize maxHeaders,
        @NotNull @DefaultValue("30s") Duration requestTimeout,
        @NotNull @DefaultValue("5m") Duration idleTimeout,
        @Min(1) @DefaultValue("10000") int maxConnections,
        @PositiveOrZero @DefaultValue("0") int threads,
        @DefaultValue("true") boolean nativeTransport,
        @Valid @NestedConfigurationProperty @DefaultValue TlsSettings tls,
        @DefaultValue("/") @UsablePrefix String pathPrefix,
        @DefaultValue List<String> allowedHosts,

        @NotNull
        @DurationMin(message = DataSettings.STOP_NOTICE)
        @DurationMax(minutes = 1, message = DataSettings.STOP_NOTICE)
        @DefaultValue("0s")
        Duration stopNotice) {
    static final String STOP_NOTICE = "must be from 0s to 1m";

    private static final Pattern HOST = Pattern.compile("(\\[[0-9A-Fa-f:.]{2,45}]|[A-Za-z0-9._-]{1,253})(:\\d{1,5})?");

    /**
     * Fills in what is absent and checks ranges.
     *
     * @throws IllegalArgumentException if a host is not a name, a size is below 1 byte or above {@link Integer#MAX_VALUE} bytes, or a time is
     *     not positive
     */
    public DataSettings {
        tls = tls == null ? TlsSettings.NONE : tls;
        allowedHosts = allowedHosts == null ? List.of() : List.copyOf(allowedHosts);
        pathPrefix = PathPrefix.normalized(pathPrefix == null ? "" : pathPrefix);
        if (Stream.of(maxBody, maxRequestLine, maxHeaders).anyMatch(DataSettings::isOutOfRange)) {
            throw new IllegalArgumentException("mehari.data: max-body, max-request-line and max-headers must be from 1B"
                    + " to " + Integer.MAX_VALUE + "B");
        }
        for (String allowed : allowedHosts) {
            if (!HOST.matcher(allowed).matches()) {
                throw new IllegalArgumentException(
                        "mehari.data.allowed-hosts: \"" + allowed + "\" is not the name of a host,"
                                + " such as gateway.example.com or gateway.example.com:8443; there is no wildcard, because the"
                                + " names are what keeps foreign pages out");
            }
        }
        if (Stream.of(requestTimeout, idleTimeout).anyMatch(time -> time.isNegative() || time.isZero())) {
            throw new IllegalArgumentException("mehari.data: request-timeout and idle-timeout must be positive");
        }
    }

    private static boolean isOutOfRange(DataSize size) {
        return size.toBytes() < 1 || size.toBytes() > Integer.MAX_VALUE;
    }

    /**
     * Whether only this machine can reach the address.
     *
     * @return true for loopback addresses
     * @throws AddressFailure if the host cannot be resolved
     */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            throw new StartFailureException(
                    "mehari.data.host is " + host + ", which is not an address of this machine",
                    "Set mehari.data.host to an address of this machine, such as 127.0.0.1.",
                    e);
        }
    }

    /**
     * The number of event loop threads.
     *
     * @return at least 1
     */
    public int eventLoopThreads() {
        return threads == 0 ? Runtime.getRuntime().availableProcessors() : threads;
    }
}
