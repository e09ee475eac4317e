package io.mehari.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.mehari.support.Tools;
import io.mehari.support.Trials;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
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
    void whatIsKeptForLongerThanItHoldsKnowsHowOldItIs() throws Exception {
        Lifetime lifetime = new Lifetime(Duration.ofMinutes(5), Duration.ofMinutes(1), Duration.ofSeconds(7));
        byte[] bytes = StoredResult.of(Tools.text("x"), lifetime, NOON).toBytes(KEY);
        assertThat(bytes[2]).isEqualTo((byte) 2);
        StoredResult read = StoredResult.of(KEY, bytes);
        assertThat(read.result()).isEqualTo(Tools.text("x"));
        assertThat(read.lifetime(NOON)).isEqualTo(lifetime);
        assertThat(read.lifetime(NOON.plusSeconds(310)))
                .isEqualTo(new Lifetime(Duration.ZERO, Duration.ofSeconds(50), Duration.ofSeconds(317)));
        assertThat(StoredResult.of(Tools.text("x"), Lifetime.of(Duration.ofMinutes(5)), NOON)
                        .toBytes(KEY)[2])
                .as("nothing else is written in another form")
                .isEqualTo((byte) 1);
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
            byte[] bytes = random.nextBoolean()
                    ? new StoredResult(result, NOON).toBytes(KEY)
                    : StoredResult.of(result, Lifetime.of(Duration.ofHours(1), Duration.ofHours(1)), NOON)
                            .toBytes(KEY);
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
        newer[2] = 3;
        assertThatThrownBy(() -> StoredResult.of(KEY, newer))
                .isInstanceOf(UnreadableResultException.class)
                .hasMessage("it is of version 3, not 1 or 2");
    }

    @Test
    void whatBelongsToAnotherKeyIsSeen() {
        assertThatUnreadable("mcp:cache:other", new StoredResult(Tools.text("x"), NOON).toBytes(KEY));
    }

    private static void assertThatUnreadable(String key, byte[] bytes) {
        assertThatThrownBy(() -> StoredResult.of(key, bytes)).isInstanceOf(UnreadableResultException.class);
    }
}
