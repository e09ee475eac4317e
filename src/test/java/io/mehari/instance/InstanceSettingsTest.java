package io.mehari.instance;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.support.ChangesBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.mock.env.MockEnvironment;

class InstanceSettingsTest {
    @Test
    void isOffByDefault() {
        InstanceSettings settings = settings(Map.of());
        assertThat(settings.enabled()).isFalse();
        assertThat(settings.heartbeat()).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.isExpiryEnough()).isTrue();
    }

    @Test
    void expiryLeavesRoomForABeatThatIsLost() {
        assertThat(settings(Map.of("mehari.instances.expiry", "5s")).isExpiryEnough())
                .isFalse();
    }

    @Test
    @ChangesBehaviour("mehari.instances.address")
    void nameAndAddressAreThoseOfTheDataPlaneUnlessTheyAreSet() {
        MockEnvironment environment =
                new MockEnvironment().withProperty("HOSTNAME", "box").withProperty("mehari.data.port", "8001");
        assertThat(identity(Map.of(), environment).id()).isEqualTo("box:8001");
        assertThat(identity(Map.of(), environment).address()).isEqualTo("http://127.0.0.1:8001");
        environment.setProperty("mehari.data.host", "0.0.0.0");
        environment.setProperty("mehari.data.tls.certificate", "cert.pem");
        assertThat(identity(Map.of(), environment).address()).isEqualTo("https://box:8001");
        Map<String, String> set =
                Map.of("mehari.instances.id", "one", "mehari.instances.address", "http://10.0.0.7:8000");
        assertThat(identity(set, environment).id()).isEqualTo("one");
        assertThat(identity(set, environment).address()).isEqualTo("http://10.0.0.7:8000");
    }

    @Test
    void anAddressThatOthersCannotReachIsKnownAsSuch() {
        for (String none :
                List.of("http://0.0.0.0:8000", "http://[::]:8000", "https://[0:0::0]", "http://0/", "http://0")) {
            assertThat(address(Map.of("mehari.instances.address", none), new MockEnvironment())
                            .problem())
                    .as(none)
                    .isPresent();
        }
        for (String some :
                List.of("http://10.0.0.7:8000", "http://[::1]:8000", "http://0.example:80", "http://gateway-1")) {
            assertThat(address(Map.of("mehari.instances.address", some), new MockEnvironment()))
                    .isEqualTo(new InstanceAddress(some, Optional.empty()));
        }
        MockEnvironment everywhere =
                new MockEnvironment().withProperty("HOSTNAME", "box").withProperty("mehari.data.host", "::");
        assertThat(address(Map.of(), everywhere).url()).isEqualTo("http://box:8000");
        assertThat(address(Map.of(), everywhere).problem().orElseThrow()).contains("mehari.data.host is ::");
        MockEnvironment loopback = new MockEnvironment().withProperty("mehari.data.host", "::1");
        assertThat(address(Map.of(), loopback)).isEqualTo(new InstanceAddress("http://[::1]:8000", Optional.empty()));
        loopback.setProperty("mehari.data.port", "0");
        assertThat(address(Map.of(), loopback).problem()).isPresent();
    }

    @Test
    void eachRunHasAnEpochOfItsOwn() {
        String epoch = identity(Map.of(), new MockEnvironment()).epoch();
        assertThat(epoch).matches("[0-9a-f]{16}");
        assertThat(identity(Map.of(), new MockEnvironment()).epoch()).isNotEqualTo(epoch);
    }

    private static InstanceIdentity identity(Map<String, String> keys, MockEnvironment environment) {
        return InstanceIdentity.of(settings(keys), environment, Instant.EPOCH);
    }

    private static InstanceAddress address(Map<String, String> keys, MockEnvironment environment) {
        return InstanceAddress.of(settings(keys), environment);
    }

    private static InstanceSettings settings(Map<String, String> keys) {
        return new Binder(new MapConfigurationPropertySource(keys))
                .bindOrCreate("mehari.instances", InstanceSettings.class);
    }
}
