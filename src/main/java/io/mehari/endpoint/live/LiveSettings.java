package io.mehari.endpoint.live;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import org.hibernate.validator.constraints.time.DurationMax;
import org.hibernate.validator.constraints.time.DurationMin;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Where the live plane is, and how much it bears: {@code mehari.live}.
 *
 * @param enabled whether it is there at all
 * @param host address that it listens on; other than loopback needs a key
 * @param port port that it listens on; 0 for any that is free
 * @param maxConnections most WebSockets and event streams together; further ones are answered 503
 * @param maxMessage largest message of a client
 * @param queue messages that wait for one reader; the oldest beyond are dropped and counted
 * @param slowTimeout how long a reader may take nothing while messages wait for it; then its connection ends
 * @param keepAlive time between two pings of a WebSocket, and two comments of an event stream
 * @param messagesPerSecond messages that one connection may send in a second, and twice as many after a pause
 * @param commands commands that one connection may have running
 */
@ConfigurationProperties(prefix = "mehari.live", ignoreUnknownFields = false)
public record LiveSettings(
        @DefaultValue("true") boolean enabled,
        @NotBlank @DefaultValue("127.0.0.1") String host,
        @Min(0) @Max(65535) @DefaultValue("8765") int port,
        @Min(1) @Max(100_000) @DefaultValue("2000") int maxConnections,
        @NotNull @DefaultValue("1MB") DataSize maxMessage,
        @Min(1) @Max(100_000) @DefaultValue("1000") int queue,

        @DefaultValue("30s") @DurationMin(seconds = 1) @DurationMax(hours = 1)
        Duration slowTimeout,

        @DefaultValue("15s") @DurationMin(seconds = 1) @DurationMax(minutes = 5)
        Duration keepAlive,

        @Min(1) @Max(100_000) @DefaultValue("50") int messagesPerSecond,
        @Min(1) @Max(10_000) @DefaultValue("32") int commands) {

    /**
     * Whether only this machine can reach the address.
     *
     * @return false too if the host cannot be resolved, which is told when the live plane starts
     */
    public boolean isLoopback() {
        try {
            return InetAddress.getByName(host).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
