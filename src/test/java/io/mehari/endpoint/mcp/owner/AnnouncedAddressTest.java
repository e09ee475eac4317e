package io.mehari.endpoint.mcp.owner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.mehari.instance.InstanceAddress;
import io.mehari.text.StartFailureException;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AnnouncedAddressTest {
    @Test
    void anAddressThatOthersReachIsTold() {
        assertThat(OwnerForwardingConfiguration.announced(
                        new InstanceAddress("http://127.0.0.1:8001", Optional.empty())))
                .isEqualTo("http://127.0.0.1:8001");
    }

    @Test
    void oneThatIsAGuessEndsTheStart() {
        assertThatThrownBy(() -> OwnerForwardingConfiguration.announced(
                        new InstanceAddress("http://box:8000", Optional.of("mehari.data.host is 0.0.0.0"))))
                .isInstanceOf(StartFailureException.class)
                .hasMessage(
                        "mehari.mcp.forwarding.enabled is on, and other gateways could not hand requests to this one at"
                                + " http://box:8000: mehari.data.host is 0.0.0.0")
                .extracting(failure -> ((StartFailureException) failure).remedy())
                .asString()
                .contains("mehari.instances.address");
    }

    @Test
    void oneOfTlsOrWithAPathEndsTheStart() {
        for (String other : new String[] {"https://box:8000", "http://box:8000/mcp", "http://box:port"}) {
            assertThatThrownBy(
                            () -> OwnerForwardingConfiguration.announced(new InstanceAddress(other, Optional.empty())))
                    .as(other)
                    .hasMessageContaining("is not http://host:port");
        }
    }
}
