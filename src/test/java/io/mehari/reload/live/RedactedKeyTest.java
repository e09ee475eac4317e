package io.mehari.reload.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.mehari.configuration.ChangedKey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is told of changed keys sees no secrets. */
class RedactedKeyTest {
    @ParameterizedTest
    @CsvSource({
        "mehari.cache.max-entries,               2000,                         2000",
        "crm.token,                              abc,                          [redacted]",
        "crm.password,                           abc,                          [redacted]",
        "mcpServers.files.env.ANYTHING,          abc,                          [redacted]",
        "mcpServers.files.headers.X-Any,         abc,                          [redacted]",
        "mcpServers.files.args[1],               abc,                          [redacted]",
        "mcpServers.files.command,               npx,                          npx",
        "mcpServers.files.url,                   http://u:secret@h.example/x,  http://u:[redacted]@h.example/x",
        "mehari.security.keys[0].sha256,         0123,                         [redacted]",
        "mehari.security.keys[0].name,           ci,                           ci",
        "mehari.security.keys[0].scopes[0],      call,                         call"
    })
    void secretsAreReplaced(String path, String value, String shown) {
        assertThat(RedactedKey.of(new ChangedKey(path, value, null))).isEqualTo(new ChangedKey(path, shown, null));
        assertThat(RedactedKey.of(new ChangedKey(path, null, value))).isEqualTo(new ChangedKey(path, null, shown));
    }
}
