package io.mehari.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderForwardingTest {
    private final List<Map.Entry<String, String>> sent = new ArrayList<>();

    @Test
    void namesAndPatternsAreComparedInAnyCase() {
        send("x-user-id", "anna", "X-TENANT-Name", "acme", "X-Tenant", "short", "Other", "1");
        assertThat(selected(List.of("X-User-Id", "x-Tenant-*")))
                .containsExactly(Map.entry("x-tenant-name", "acme"), Map.entry("x-user-id", "anna"));
    }

    @Test
    void nothingGoesOnUnlessItIsAllowed() {
        send("X-User", "anna");
        assertThat(HeaderForwarding.NONE.isOn()).isFalse();
        assertThat(HeaderForwarding.NONE.select(sent, Set.of()).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Cookie",
                "Host",
                "Connection",
                "Content-Length",
                "Transfer-Encoding",
                "Content-Type",
                "Accept",
                "Mcp-Session-Id",
                "MCP-Protocol-Version",
                "Proxy-Authorization",
                "Last-Event-ID",
                "Origin",
                "TE",
                "Upgrade",
                "Keep-Alive",
                "Expect",
                "Sec-Fetch-Site"
            })
    void whatBelongsToTheConnectionOrTheSessionNeverGoesOn(String name) {
        send(name, "x");
        assertThat(HeaderForwarding.problem(name)).as("problem").isPresent();
        assertThat(selected(List.of(name.toLowerCase(java.util.Locale.ROOT)))).isEmpty();
        assertThat(selected(List.of(name.charAt(0) + "*"))).isEmpty();
    }

    @Test
    void authorizationGoesOnOnlyByItsName() {
        send("Authorization", "Bearer t");
        assertThat(selected(List.of("a*"))).isEmpty();
        assertThat(selected(List.of("AUTHORIZATION"))).containsEntry("authorization", "Bearer t");
    }

    @ParameterizedTest
    @CsvSource({
        "*, would forward whatever",
        "'', not the name",
        "a b, not the name",
        "x-*-id, not the name",
        "'x:', not the name",
        "'x\r\n', not the name"
    })
    void whatIsNoNameIsAProblem(String entry, String problem) {
        assertThat(HeaderForwarding.problem(entry.replace("\\r\\n", "\r\n")))
                .hasValueSatisfying(text -> assertThat(text).contains(problem));
    }

    @Test
    void aPatternDoesNotReplaceAConfiguredHeaderAndANameDoes() {
        send("X-Tenant", "mine");
        assertThat(new HeaderForwarding(List.of("x-*"), List.of())
                        .select(sent, Set.of("X-TENANT"))
                        .isEmpty())
                .isTrue();
        assertThat(new HeaderForwarding(List.of("x-*", "x-tenant"), List.of())
                        .select(sent, Set.of("X-TENANT"))
                        .values())
                .containsEntry("x-tenant", "mine");
    }

    @Test
    void deniedHeadersDoNotGoOn() {
        send("X-User", "anna", "X-Internal-Id", "7");
        assertThat(new HeaderForwarding(List.of("x-*"), List.of("X-Internal-*"))
                        .select(sent, Set.of())
                        .values())
                .containsOnlyKeys("x-user");
    }

    @Test
    void valuesOfOneNameAreJoinedAndControlCharactersNeverGoOn() {
        send("X-A", "1", "x-a", "2", "X-B", "one\r\nX-Evil: 1", "X-C", "\u0000", "X-D", "a\tb");
        assertThat(selected(List.of("x-*"))).containsExactly(Map.entry("x-a", "1, 2"), Map.entry("x-d", "a\tb"));
    }

    @Test
    void namesAreShownAndValuesAreNot() {
        send("X-User", "secret");
        assertThat(new HeaderForwarding(List.of("x-user"), List.of()).select(sent, Set.of()))
                .hasToString("ClientHeaders[x-user]");
    }

    private Map<String, String> selected(List<String> allowed) {
        return new HeaderForwarding(allowed, List.of()).select(sent, Set.of()).values();
    }

    private void send(String... namesAndValues) {
        for (int i = 0; i < namesAndValues.length; i += 2) {
            sent.add(Map.entry(namesAndValues[i], namesAndValues[i + 1]));
        }
    }
}
