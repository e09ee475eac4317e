package io.mehari.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeWeightTest {
    private static final long UNLIMITED = Long.MAX_VALUE;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "[]",
                "null",
                "true",
                "1",
                "1.5",
                "12345678901234567890",
                "\"text\"",
                "{\"a\":[1,{\"b\":\"c\"}]}"
            })
    void isNeverLessThanTheJsonText(String json) throws Exception {
        JsonNode tree = Json.read(json);
        assertThat(TreeWeight.of(tree, UNLIMITED)).isGreaterThanOrEqualTo(Json.bytes(tree).length);
    }

    @Test
    void countsTextByTheByteAsThePlatformKeepsIt() {
        long latin = weightOf("é".repeat(1000));
        assertThat(latin - weightOf("")).isEqualTo(1000);
        assertThat(weightOf("é".repeat(999) + "語") - weightOf("")).isEqualTo(2000);
    }

    @Test
    void countsDigitsOfLongNumbers() throws Exception {
        long one = TreeWeight.of(Json.read("1.5"), UNLIMITED);
        assertThat(TreeWeight.of(Json.read("1." + "5".repeat(900)), UNLIMITED)).isGreaterThan(one + 300);
        assertThat(TreeWeight.of(Json.read("5".repeat(900)), UNLIMITED)).isGreaterThan(one + 300);
    }

    @Test
    void countsNamesOfMembers() throws Exception {
        assertThat(TreeWeight.of(Json.read("{\"" + "n".repeat(500) + "\":1}"), UNLIMITED))
                .isGreaterThan(TreeWeight.of(Json.read("{\"n\":1}"), UNLIMITED) + 490);
    }

    @Test
    void stopsSoonAfterTheLimit() {
        ArrayNode many = Json.MAPPER.createArrayNode();
        for (int i = 0; i < 100_000; i++) {
            many.add(i);
        }
        assertThat(TreeWeight.of(many, 10_000)).isBetween(10_001L, 10_100L);
        assertThat(TreeWeight.of(many, UNLIMITED)).isGreaterThan(3_000_000);
    }

    private static long weightOf(String text) {
        return TreeWeight.of(Json.object().put("t", text), UNLIMITED);
    }
}
