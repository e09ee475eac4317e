package io.mehari.endpoint.live;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("S0.8: the dashboard is told at an address that a browser can open")
class LiveAddressTest {

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "127.0.0.1, http://127.0.0.1:8765",
        "0.0.0.0, http://127.0.0.1:8765",
        "::, http://127.0.0.1:8765",
        "[::], http://127.0.0.1:8765",
        "::1, http://[::1]:8765",
        "[::1], http://[::1]:8765",
        "gateway.example, http://gateway.example:8765",
        "10.0.0.7, http://10.0.0.7:8765"
    })
    void onThisMachine(String host, String address) {
        assertThat(LiveAddress.local(host, 8765)).isEqualTo(address);
    }

    @ParameterizedTest(name = "{0} asked for {1}")
    @CsvSource({
        "0.0.0.0, gateway.example:8000, http://gateway.example:8765",
        "0.0.0.0, gateway.example, http://gateway.example:8765",
        "::, '[2001:db8::1]:8000', 'http://[2001:db8::1]:8765'",
        "0.0.0.0, '', http://127.0.0.1:8765",
        "0.0.0.0, '\"><script>', http://127.0.0.1:8765",
        "0.0.0.0, 'user@evil.example', http://127.0.0.1:8765",
        "127.0.0.1, gateway.example:8000, http://127.0.0.1:8765",
        "10.0.0.7, gateway.example:8000, http://10.0.0.7:8765"
    })
    void fromWhereARequestCame(String host, String asked, String address) {
        assertThat(LiveAddress.seenFrom(asked, host, 8765)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, false", "0.0.0.0, true", "::, true", "gateway.example, false"})
    void tellsThatItListensEverywhere(String host, boolean everywhere) {
        assertThat(LiveAddress.note(host).isEmpty()).isEqualTo(!everywhere);
    }
}
