package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.support.Tools;
import io.mehari.support.Trials;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StoredResultTest {
    private static final String KEY = "mcp:cache:key";
    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00Z");

    @Test
    void isReadAsItWasWritten() throws Exception {
        ObjectNode result =
                Tools.json("{'content': [{'type': 'text', 'text': 'ü€😀'}], 'n': 1.50, 'big': 123456789012345678901}");
        StoredResult read = StoredResult.of(KEY, new StoredResult(result, NOON).toBytes(KEY));
        assertThat(read.result()).isEqualTo(result);
        assertThat(read.result().toString()).isEqualTo(result.toString());
        assertThat(read.until()).isEqualTo(NOON);
    }

    @Test
    void isCompressedFromASizeOn() throws Exception {
        ObjectNode large = Tools.text("a b c ".repeat(10_000));
        byte[] bytes = new StoredResult(large, NOON).toBytes(KEY);
        assertThat(bytes.length).isLessThan(3000);
        assertThat(StoredResult.of(KEY, bytes).result()).isEqualTo(large);
        byte[] small = new StoredResult(Tools.text("a b c ".repeat(100)), NOON).toBytes(KEY);
        assertThat(new String(small, StandardCharsets.UTF_8)).contains("a b c a b c");
    }

    @Test
    void whatDoesNotGetSmallerIsKeptAsItIs() throws Exception {
        Random random = new Random(7);
        StringBuilder noise = new StringBuilder();
        for (int i = 0; i < 6000; i++) {
            noise.append((char) (0x4e00 + random.nextInt(20_000)));
        }
        ObjectNode result = Tools.text(noise.toString());
        assertThat(StoredResult.of(KEY, new StoredResult(result, NOON).toBytes(KEY))
                        .result())
                .isEqualTo(result);
    }

    @Test
    void whatIsTooLargeIsNotKept() {
        assertThat(new StoredResult(Tools.text("x".repeat(StoredResult.MAX_BYTES)), NOON).toBytes(KEY))
                .isNull();
    }

    @Test
    void anyDamageIsSeen() {
        Random random = Trials.random(3);
        for (ObjectNode result : new ObjectNode[] {Tools.text("x"), Tools.text("a b c ".repeat(2000))}) {
            byte[] bytes = new StoredResult(result, NOON).toBytes(KEY);
            for (int i = 0; i < bytes.length; i++) {
                byte[] damaged = bytes.clone();
                damaged[i] ^= (byte) (1 << random.nextInt(8));
                assertThatUnreadable(KEY, damaged);
                assertThatUnreadable(KEY, Arrays.copyOf(bytes, i));
            }
        }
    }

    @Test
    void whatIsForeignIsSeen() {
        assertThatUnreadable(KEY, new byte[0]);
        assertThatUnreadable(KEY, "{\"content\": [], \"of\": \"someone else\"}".getBytes(StandardCharsets.UTF_8));
        byte[] newer = new StoredResult(Tools.text("x"), NOON).toBytes(KEY);
        newer[2]++;
        assertThatThrownBy(() -> StoredResult.of(KEY, newer))
                .isInstanceOf(UnreadableResultException.class)
                .hasMessage("it is of version 2, not 1");
    }

    @Test
    void whatBelongsToAnotherKeyIsSeen() {
        assertThatUnreadable("mcp:cache:other", new StoredResult(Tools.text("x"), NOON).toBytes(KEY));
    }

    private static void assertThatUnreadable(String key, byte[] bytes) {
        assertThatThrownBy(() -> StoredResult.of(key, bytes)).isInstanceOf(UnreadableResultException.class);
    }
}
