package io.mehari.upstream.http.sse;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageAddressesTest {
    @ParameterizedTest
    @CsvSource({
        "http://h/sse, /messages?s=1, http://h/messages?s=1",
        "http://h/a/sse, messages, http://h/a/messages",
        "http://h/a/sse, /messages?s=1, http://h/messages?s=1 http://h/a/messages?s=1",
        "http://h/a/b/sse, /b/m, http://h/b/m http://h/a/b/b/m http://h/a/b/m",
        "http://h/a/sse, /a/m, http://h/a/m",
        "http://h/a/sse, http://h/m, http://h/m http://h/a/m",
        "http://h/a/sse, ?s=1, http://h/a/sse?s=1"
    })
    void triesWhatTheServerSaysThenWhatAProxyMayHaveTakenAway(URI stream, String reference, String expected) {
        MessageAddresses addresses = MessageAddresses.of(stream, reference).orElseThrow();
        List<String> all = new ArrayList<>(List.of(addresses.current().toString()));
        while (addresses.next(addresses.current())) {
            all.add(addresses.current().toString());
        }
        assertThat(all).containsExactly(expected.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://other/m", "//other/m", "mailto:x", "not an address"})
    void staysWithinTheOrigin(String reference) {
        assertThat(MessageAddresses.of(URI.create("http://h/sse"), reference)).isEmpty();
    }
}
