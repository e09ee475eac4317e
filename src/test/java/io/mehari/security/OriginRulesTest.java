package io.mehari.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OriginRulesTest {
    private final OriginRules loopback = rules(true);
    private final OriginRules network = rules(false, "https://app.example.com");

    @ParameterizedTest
    @ValueSource(
            strings = {"localhost", "localhost:8000", "LocalHost:1", "127.0.0.1", "127.0.0.1:8000", "[::1]", "[::1]:80"
            })
    void acceptsLoopbackNamesOnLoopback(String host) {
        assertThat(loopback.rejection(host, null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "evil.example",
                "evil.example:8000",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "localhost:",
                "localhost:80:80",
                "localhost:port",
                "localhost:999999",
                "::1",
                "[::1",
                "[::1]evil",
                "localhost ",
                "user@localhost"
            })
    void refusesOtherHostsOnLoopback(String host) {
        assertThat(loopback.rejection(host, null)).isPresent();
    }

    @Test
    void acceptsAnyHostOnTheNetwork() {
        assertThat(network.rejection("gateway.example.com", null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://localhost", "http://localhost:3000", "https://127.0.0.1:8000", "http://[::1]:5"})
    void acceptsPagesOfThisMachineOnLoopbackOnly(String origin) {
        assertThat(loopback.rejection("localhost", origin)).isEmpty();
        assertThat(network.rejection("gateway.example.com", origin)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "localhost",
                "://localhost",
                "file://localhost",
                "http://evil.example",
                "http://localhost.evil.example",
                "http://localhost@evil.example",
                "https://app.example.com:8443",
                "http://app.example.com"
            })
    void refusesOriginsNobodyAllowed(String origin) {
        assertThat(loopback.rejection("localhost", origin)).isPresent();
        assertThat(network.rejection("gateway.example.com", origin)).isPresent();
    }

    @Test
    void acceptsListedOrigins() {
        assertThat(network.rejection("gateway.example.com", "https://app.example.com"))
                .isEmpty();
        assertThat(rules(true, "*").rejection("localhost", "https://anything.example"))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://gateway.example.com:8443", "https://Gateway.Example.com:8443"})
    void acceptsItsOwnPagesWhereTlsVouchesForItsName(String origin) {
        SecuritySettings none = new SecuritySettings(false, List.of(), List.of());
        OriginRules tls = new OriginRules(none, false, true);
        assertThat(tls.rejection("gateway.example.com:8443", origin)).isEmpty();
        assertThat(tls.rejection("gateway.example.com", origin)).isPresent();
        assertThat(tls.rejection("gateway.example.com:8443", origin.replace("https", "http")))
                .isPresent();
        assertThat(tls.allows(origin)).isFalse();
        assertThat(network.rejection("gateway.example.com:8443", origin)).isPresent();
        assertThat(new OriginRules(none, true, true).rejection("gateway.example.com:8443", origin))
                .isPresent();
    }

    private static OriginRules rules(boolean loopback, String... allowed) {
        return new OriginRules(new SecuritySettings(false, List.of(), List.of(allowed)), loopback, false);
    }
}
