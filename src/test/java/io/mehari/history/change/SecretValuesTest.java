package io.mehari.history.change;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What is shown of files has no secrets in it. */
class SecretValuesTest {
    @Test
    void valuesOfEnvAndHeadersAreHiddenWhateverTheirNames() {
        String shown = hide("config/mcp-servers.json", """
                { // servers
                  "mcpServers": {"a": {
                    "command": "x",
                    "args": ["--token=abc123secret", "--verbose"],
                    "env": {"GH_PAT": "plain-word", "OTHER": "${OTHER}"},
                    "headers": {"X-Thing": "hunter2", "Authorization": "Bearer abcdefgh1234"},
                  }}
                }
                """);

        assertThat(shown)
                .doesNotContain("plain-word", "hunter2", "abc123secret", "abcdefgh1234")
                .contains("// servers", "\"GH_PAT\": \"[redacted]\"", "${OTHER}", "--verbose", "\"command\": \"x\"");
    }

    @Test
    void aValueWrittenWithEscapesHidesTheWholeFile() {
        assertThat(hide("config/mcp-servers.json", "{\"a\": {\"env\": {\"X\": \"s\\u0065cret\"}}}"))
                .isEqualTo("[redacted]");
    }

    @Test
    void otherFilesHideWhatLooksLikeASecret() {
        assertThat(hide("config/application.yaml", "mehari:\n  x:\n    password: topsecret\n    port: 80\n"))
                .doesNotContain("topsecret")
                .contains("port: 80");
    }

    private static String hide(String name, String content) {
        return SecretValues.hide(name, content.getBytes(StandardCharsets.UTF_8));
    }
}
