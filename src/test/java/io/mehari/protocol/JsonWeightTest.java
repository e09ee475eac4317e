package io.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class JsonWeightTest {
    private static final int COUNT = 100_000;

    @Test
    void textWeighsLittleMoreThanItsBytes() {
        assertThat(weight("[\"" + "a".repeat(COUNT) + "\"]")).isBetween((long) COUNT, COUNT * 11L / 10);
    }

    @Test
    void smallNumbersWeighWhatTheirNodesTake() {
        assertThat(weight("[" + "1,".repeat(COUNT) + "1]")).isGreaterThan(50L * COUNT);
    }

    @Test
    void onlyTheGivenPartCounts() {
        byte[] bytes = ",,,,1,2,,,,".getBytes(StandardCharsets.US_ASCII);

        assertThat(JsonWeight.of(bytes, 4, 3)).isLessThan(JsonWeight.of(bytes, 0, bytes.length));
    }

    private static long weight(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
        return JsonWeight.of(bytes, 0, bytes.length);
    }
}
