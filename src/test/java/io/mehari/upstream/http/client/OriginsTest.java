package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginsTest {
    private static final URI BASE = URI.create("https://Example.com/base/sse");

    @ParameterizedTest
    @CsvSource({
        "/messages?s=1, https://Example.com/messages?s=1",
        "messages, https://Example.com/base/messages",
        "https://example.com:443/m, https://example.com:443/m"
    })
    void staysWithinTheOrigin(String reference, URI target) {
        assertThat(Origins.resolve(BASE, reference)).contains(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://example.com/m",
                "https://example.com:8443/m",
                "https://example.com.evil.net/m",
                "https://example.com@evil.net/m",
                "//evil.net/m",
                "mailto:x",
                "no uri at all"
            })
    void refusesAllElse(String reference) {
        assertThat(Origins.resolve(BASE, reference)).isEmpty();
    }

    @Test
    void hostsThatTheRfcDoesNotKnowAreComparedToo() {
        URI base = URI.create("http://my_server:8000/sse");
        assertThat(Origins.resolve(base, "/messages")).contains(URI.create("http://my_server:8000/messages"));
        assertThat(Origins.resolve(base, "http://MY_SERVER:8000/m")).isPresent();
        assertThat(Origins.resolve(base, "http://your_server:8000/m")).isEmpty();
        assertThat(Origins.resolve(base, "http://my_server/m")).isEmpty();
        assertThat(Origins.resolve(base, "http:opaque")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "https://user:secret@host:1/p?token=secret#secret, https://host:1/p",
        "//u:p@host/x?y, //host/x",
        "/messages?session=1, /messages"
    })
    void showsAddressesWithoutSecrets(String address, String shown) {
        assertThat(Origins.shown(address)).isEqualTo(shown);
    }
}
