package io.mehari.upstream.http.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RequestHeadTest {
    private static final URI URL = URI.create("http://localhost:1/mcp");

    @Test
    void headersOfTheRequestCountMoreThanConfiguredOnes() {
        RequestHead head = RequestHead.of(
                URL, Map.of("Accept", "text/plain", "X-Key", "hush"), Map.of("accept", "application/json"), true);

        assertThat(head.lines().getAll("Accept")).containsExactly("application/json");
        assertThat(head.lines().get("X-Key")).isEqualTo("hush");
        assertThat(head.lines().get("Content-Type")).isEqualTo("application/json");
    }

    @Test
    void isNotTakenForAnotherSession() {
        Map<String, String> headers = Map.of("Mcp-Session-Id", "one");
        RequestHead head = RequestHead.of(URL, Map.of(), headers, true);

        assertThat(head.isMadeOf(URL, headers)).isTrue();
        assertThat(head.isMadeOf(URL, Map.of("Mcp-Session-Id", "two"))).isFalse();
        assertThat(head.isMadeOf(URI.create("http://localhost:1/other"), headers))
                .isFalse();
    }

    @Test
    void refusesWhatWouldSmuggleAHeader() {
        assertThatThrownBy(() -> RequestHead.of(URL, Map.of("X-Key", "a\r\nX-Other: b"), Map.of(), true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
