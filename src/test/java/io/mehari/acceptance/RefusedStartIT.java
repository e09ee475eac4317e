package io.mehari.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Settings with which the gateway does not start, and what a person then reads. */
class RefusedStartIT {
    @TempDir
    Path directory;

    @ParameterizedTest
    @CsvSource({
        "mehari.data.prot",
        "mehari.security.strikt",
        "mehari.security.keys[0].sha512",
        "mehari.cache.ttl",
        "mehari.dead-letters.folder",
        "mehari.maintenance.call-watchdog",
        "mehari.servers.files",
        "mehari.routes.dir",
        "mehari.pipeline.threads",
        "mehari.foo",
        "mehari.foo.bar"
    })
    void refusesKeysThatDoNotExist(String key) {
        RefusedStart refused = RefusedStart.of(directory, Map.of(key, "1"));
        assertThat(refused.description() + refused.action()).contains(key);
    }

    @ParameterizedTest
    @CsvSource({
        "mehari.servers.file,            no-such-file.json,   no-such-file.json",
        "mehari.data.port,               70000,               65535",
        "mehari.data.max-body,           0B,                  max-body",
        "mehari.security.strict,         true,                mehari.security.keys is empty",
        "mehari.cache.max-entries,       0,                   max-entries",
        "mehari.pipeline.tool-threads,   many,                tool-threads",
        "mehari.dead-letters.retention,  0s,                  retention",
        "mehari.maintenance.call-watchdog-period, 0s,         call-watchdog-period",
        "mehari.pipeline.watchdog-grace, -1s,                 watchdog-grace",
        "mehari.data.host,               no.such.host.invalid, no.such.host.invalid"
    })
    void saysWhatIsWrongWithAValue(String key, String value, String told) {
        RefusedStart refused = RefusedStart.of(directory, Map.of(key, value));
        assertThat(refused.description() + refused.action()).contains(told);
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "false"})
    void saysThatThePortIsTaken(String epoll) throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());
            RefusedStart refused =
                    RefusedStart.of(directory, Map.of("mehari.data.port", port, "mehari.data.native-transport", epoll));
            assertThat(refused.description()).endsWith(port + ": Address already in use");
            assertThat(refused.action()).contains("mehari.data.port");
        }
    }

    @Test
    void asksForTheAddressAtWhichOthersReachItWhereTheyHandItRequests() {
        RefusedStart refused = RefusedStart.of(
                directory,
                Map.of(
                        "mehari.redis.url", "redis://127.0.0.1:1",
                        "mehari.mcp.forwarding.enabled", "true",
                        "mehari.mcp.forwarding.secret", "a secret that all instances share",
                        "mehari.instances.address", "http://0.0.0.0:8000"));
        assertThat(refused.description())
                .contains("mehari.mcp.forwarding.enabled is on", "http://0.0.0.0:8000", "where a gateway listens");
        assertThat(refused.action()).contains("mehari.instances.address");
    }
}
