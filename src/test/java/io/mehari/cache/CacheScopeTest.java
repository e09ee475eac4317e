package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheScopeTest {
    private static final String READ = CacheKeys.of("files", "read", "a");
    private static final String WRITE = CacheKeys.of("files", "write", "a");
    private static final String OTHER = CacheKeys.of("mail", "read", "a");

    @Test
    void aServerOrAToolOrAKeyOrAll() {
        assertThat(in(CacheScope.ALL)).containsExactly(READ, WRITE, OTHER);
        assertThat(in(CacheScope.ofServer("files"))).containsExactly(READ, WRITE);
        assertThat(in(CacheScope.ofTool("files", "read"))).containsExactly(READ);
        assertThat(in(CacheScope.ofTool("mail", "write"))).isEmpty();
        assertThat(in(CacheScope.ofKey(OTHER))).containsExactly(OTHER);
    }

    @Test
    void keysHaveOneFormAndDifferByWhatIsAsked() {
        assertThat(List.of(READ, WRITE, OTHER, CacheKeys.of("files", "read", "b")))
                .doesNotHaveDuplicates()
                .allMatch(key -> key.matches("mcp:cache:[0-9a-f]{64}:[0-9a-f]{16}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "files", "0123456", "%", "mcp:cache:*", "0123456789abcdef0", "ABCDEF01"})
    void nothingElseIsAMark(String mark) {
        assertThatThrownBy(() -> new CacheScope(mark)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01234567"})
    void aScopeIsNoKey(String mark) {
        assertThatThrownBy(() -> CacheScope.ofKey(mark)).isInstanceOf(IllegalArgumentException.class);
    }

    private static List<String> in(CacheScope scope) {
        return List.of(READ, WRITE, OTHER).stream().filter(scope::contains).toList();
    }
}
